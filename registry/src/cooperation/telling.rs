//! Who hears of what happens to a request between countries, in the transaction in which it does.
//!
//! A notice says that something happened and where to read it; nothing of what the request says.
//! Accounts hear of every act of others. The other side's mailbox and its officers in office, whose
//! addresses the directory holds, hear of what they must act on.

use std::collections::BTreeSet;

use rand::rngs::StdRng;

use super::{
    Script, Side,
    act::Deed,
    directory::{Authority, Term},
    request::Case,
};
use crate::{
    error::Result,
    id::PersonId,
    notice::{Address, Notice, notify, notify_address},
    person::{PageLanguage, is_address},
    store::{Tx, on},
    time::Instant,
};

/// Tells of an act on a request. `by` did it for `side`; `both` are the authorities, the
/// requesting one first.
pub(super) async fn tell(
    tx: &mut Tx,
    case: &Case,
    (by, side, deed): (PersonId, Side, Deed),
    both: [&Authority; 2],
    now: Instant,
    rng: &mut StdRng,
) -> Result<()> {
    let notice = Notice::Cooperation { request: case.id, deed };
    // A draft that is taken back has never been anybody else's business.
    let crossed = case.reference.is_some();
    let countries = if crossed { [case.requesting, case.requested] } else { [case.requesting; 2] };
    let sql = "SELECT id FROM person WHERE role = 'authority' AND country IN ($1, $2)";
    let central: Vec<(PersonId,)> = on!(tx.conn(), db =>
        sqlx::query_as(sql).bind(countries[0]).bind(countries[1]).fetch_all(db).await?);
    let mut people: BTreeSet<PersonId> = central.into_iter().map(|(person,)| person).collect();
    people.extend(case.drafter);
    people.extend(case.executor);
    people.remove(&by);
    for person in people {
        notify(tx, person, &notice, now, rng).await?;
    }
    if crossed && calls_for_action(deed) {
        let [requesting, requested] = both;
        let other = match side {
            Side::Requesting => requested,
            Side::Requested => requesting,
        };
        for address in addresses(other) {
            notify_address(tx, &address, &notice, now, rng).await?;
        }
    }
    Ok(())
}

/// Whether whoever has no account must hear of it, too.
const fn calls_for_action(deed: Deed) -> bool {
    matches!(
        deed,
        Deed::Send
            | Deed::Ask
            | Deed::Answer
            | Deed::Refuse
            | Deed::ReturnCertificate
            | Deed::Withdraw
    )
}

/// The mailbox of an authority, its officers in office and their deputies, each once.
fn addresses(authority: &Authority) -> Vec<Address> {
    let language = match authority.about.languages.first() {
        Some(Script::En) => PageLanguage::En,
        Some(Script::Fr) => PageLanguage::Fr,
        Some(Script::Es) | None => PageLanguage::Es,
    };
    let in_office = |term: &Term| matches!(term, Term::InOffice | Term::EndsSoon);
    let officers = authority.officers.iter().filter(|officer| in_office(&officer.term));
    let mails = officers.flat_map(|officer| [&officer.about.mail, &officer.about.deputy_mail]);
    let found: BTreeSet<String> = std::iter::once(&authority.about.mail)
        .chain(mails)
        .map(|mail| mail.trim().to_lowercase())
        .filter(|mail| is_address(mail))
        .collect();
    let address = |email| Address { email, language, zone: authority.about.zone.clone() };
    found.into_iter().map(address).collect()
}
