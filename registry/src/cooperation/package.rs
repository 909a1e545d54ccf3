//! A request as a file that two installations exchange: everything that was sent, and every
//! receipt since. What is read is believed only as far as the receipts are signed by keys that
//! this installation's own directory names.

use serde::{Deserialize, Serialize};

use super::{
    Script, State,
    act::Act,
    acting::{check, insert_document, insert_receipt},
    content::Content,
    directory::to_text,
    receipt::{Broken, Chain, Signed, follow, sent_hash},
    request::Case,
    sealed::{Document, DocumentKind, MOST_ATTACHMENT_BYTES, MOST_ATTACHMENTS},
    sha256_hex,
};
use crate::{
    country::Country,
    error::{Error, Result, Why},
    id::CooperationId,
    person::{Account, AccountRole},
    store::{Store, on},
    time::Instant,
};

/// More acts than any request sees.
const MOST_RECEIPTS: usize = 400;
/// As large as a signed document may be.
const MOST_DOCUMENT_BYTES: usize = 4 * 1024 * 1024;

/// The file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "form": "puente.cooperation.1", "id": "0192f0c1-2b3a-7c4d-8e5f-000000000001",
    "requesting": "MX", "requested": "CR", "content": {}, "annex": null, "attachments": [],
    "receipts": [], "documents": [],
}))]
pub struct Package {
    /// `puente.cooperation.1`.
    pub form: String,
    /// The request.
    pub id: CooperationId,
    /// The country that asks.
    pub requesting: Country,
    /// The country that is asked.
    pub requested: Country,
    /// The form.
    #[schema(value_type = Object)]
    pub content: Content,
    /// The sealed annex, hexadecimal.
    pub annex: Option<String>,
    /// The sealed attachments, hexadecimal.
    pub attachments: Vec<String>,
    /// What was done.
    pub receipts: Vec<Signed>,
    /// The signed documents.
    pub documents: Vec<PackedDocument>,
}

/// A signed document in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PackedDocument {
    /// What it says.
    pub kind: DocumentKind,
    /// In which language.
    pub lang: Script,
    /// The file, hexadecimal.
    pub bytes: String,
}

/// The name and version of the form.
pub const FORM: &str = "puente.cooperation.1";

impl Store {
    /// A request as a file; only one that was sent has something to tell.
    ///
    /// # Errors
    /// [`Error::NotNow`] for a draft.
    pub async fn export_cooperation(&self, case: &Case) -> Result<Package> {
        if case.receipts.is_empty() {
            return Err(Error::NotNow("it is not sent yet"));
        }
        let annex = match case.annex {
            Some(_) => Some(hex::encode(self.annex(case.id).await?)),
            None => None,
        };
        let mut attachments = Vec::new();
        for attachment in &case.attachments {
            attachments.push(hex::encode(self.attachment(case.id, attachment.number).await?));
        }
        let mut documents = Vec::new();
        for (kind, lang, _) in self.cooperation_documents(case.id).await? {
            let bytes = hex::encode(self.cooperation_document(case.id, kind, lang).await?);
            documents.push(PackedDocument { kind, lang, bytes });
        }
        Ok(Package {
            form: FORM.to_owned(),
            id: case.id,
            requesting: case.requesting,
            requested: case.requested,
            content: case.content.clone(),
            annex,
            attachments,
            receipts: case.receipts.clone(),
            documents,
        })
    }

    /// Takes a request, or what happened to one since, from a file. The account must belong to
    /// one of the two central authorities.
    ///
    /// # Errors
    /// [`Error::NotYours`], [`Error::Faults`] and [`Error::Invalid`] for what does not hold,
    /// [`Error::NotNow`] if what is here already is newer or differs.
    pub async fn import_cooperation(
        &self,
        package: &Package,
        me: &Account,
        now: Instant,
    ) -> Result<Case> {
        let ours = me.country == package.requesting || me.country == package.requested;
        if me.role != AccountRole::Authority || !ours {
            return Err(Error::NotYours);
        }
        let opened = Opened::check(package)?;
        let requesting_key = self.signing_key(package.requesting).await?;
        let requested_key = self.signing_key(package.requested).await?;
        let chain = Chain {
            request: package.id,
            sent: &opened.sent,
            keys: [requesting_key.as_deref(), requested_key.as_deref()],
        };
        let state = follow(&chain, &package.receipts).map_err(refused)?;
        let reference = package.receipts.first().and_then(|signed| match &signed.receipt.act {
            Act::Send { reference } => Some(reference.clone()),
            _ => None,
        });
        let reference = reference.ok_or(Error::invalid("receipts", Why::DoesNotFit))?;
        if !reference.starts_with(package.requesting.as_str()) || reference.len() > 24 {
            return Err(Error::invalid("receipts", Why::DoesNotFit));
        }
        let known = match self.cooperation(package.id).await {
            Ok(case) => Some(case),
            Err(Error::NotFound(_)) => None,
            Err(failure) => return Err(failure),
        };
        self.write_package(package, &opened, known.as_ref(), state, &reference, now).await?;
        self.cooperation(package.id).await
    }

    async fn write_package(
        &self,
        package: &Package,
        opened: &Opened,
        known: Option<&Case>,
        state: State,
        reference: &str,
        now: Instant,
    ) -> Result<()> {
        let held = known.map_or(0, |case| case.receipts.len());
        let (before, new) = package.receipts.split_at_checked(held).unwrap_or((&[], &[]));
        if known.is_some_and(|case| case.receipts.is_empty() || case.receipts != before) {
            return Err(Error::NotNow("what is here already differs or is newer"));
        }
        let mut tx = self.begin().await?;
        if known.is_none() {
            let sql = "INSERT INTO cooperation_request (id, requesting, requested, reference,
                           state, content, revision, annex, created, changed)
                       VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $8)";
            let text = to_text("content", &package.content)?;
            on!(tx.conn(), db => sqlx::query(sql)
                .bind(package.id).bind(package.requesting).bind(package.requested)
                .bind(reference).bind(state).bind(&text).bind(&opened.annex).bind(now)
                .execute(db).await.map(drop)
                .map_err(taken_reference)?);
            for (number, sealed) in (1_i64..).zip(&opened.attachments) {
                let sql = "INSERT INTO cooperation_attachment (request, number, sealed, added)
                           VALUES ($1, $2, $3, $4)";
                on!(tx.conn(), db => sqlx::query(sql)
                    .bind(package.id).bind(number).bind(sealed).bind(now)
                    .execute(db).await.map(drop)?);
            }
        } else {
            let sql = "UPDATE cooperation_request SET state = $2, changed = $3
                       WHERE id = $1 AND (SELECT count(*) FROM cooperation_receipt
                                          WHERE request = $1) = $4";
            let held = i64::try_from(held).unwrap_or(i64::MAX);
            let moved = on!(tx.conn(), db => sqlx::query(sql)
                .bind(package.id).bind(state).bind(now).bind(held)
                .execute(db).await?.rows_affected());
            if moved == 0 {
                return Err(Error::NotNow("somebody else acted first"));
            }
        }
        for signed in new {
            insert_receipt(&mut tx, signed).await?;
        }
        for document in &opened.documents {
            insert_document(&mut tx, package.id, document).await?;
        }
        tx.commit().await
    }
}

/// What a package holds, decoded.
struct Opened {
    annex: Option<Vec<u8>>,
    attachments: Vec<Vec<u8>>,
    documents: Vec<Document>,
    sent: String,
}

impl Opened {
    fn check(package: &Package) -> Result<Self> {
        if package.form != FORM {
            return Err(Error::invalid("form", Why::Unknown));
        }
        if package.requesting == package.requested {
            return Err(Error::invalid("requested", Why::DoesNotFit));
        }
        if package.receipts.is_empty() || package.receipts.len() > MOST_RECEIPTS {
            return Err(Error::invalid("receipts", Why::Missing));
        }
        let missing = package.content.missing();
        if !missing.is_empty() {
            return Err(Error::Faults(missing));
        }
        let most = usize::try_from(MOST_ATTACHMENTS).unwrap_or(0);
        if package.attachments.len() > most || package.documents.len() > 6 {
            return Err(Error::invalid("attachments", Why::TooLong));
        }
        let annex = package.annex.as_deref().map(|annex| decoded("annex", annex)).transpose()?;
        let attachments = package
            .attachments
            .iter()
            .map(|sealed| decoded("attachments", sealed))
            .collect::<Result<Vec<_>>>()?;
        if attachments.iter().any(|sealed| sealed.len() > MOST_ATTACHMENT_BYTES) {
            return Err(Error::invalid("attachments", Why::TooLong));
        }
        for signed in &package.receipts {
            check(&package.content, &signed.receipt.act)?;
        }
        let mut documents = Vec::new();
        for PackedDocument { kind, lang, bytes } in &package.documents {
            let bytes = decoded("documents", bytes)?;
            if bytes.len() > MOST_DOCUMENT_BYTES {
                return Err(Error::invalid("documents", Why::TooLong));
            }
            let hash = sha256_hex(&bytes);
            if !package.receipts.iter().any(|signed| signed.receipt.documents.contains(&hash)) {
                return Err(Error::invalid("documents", Why::DoesNotFit));
            }
            documents.push(Document { kind: *kind, lang: *lang, bytes });
        }
        let mut sealed: Vec<String> = annex.iter().map(|bytes| sha256_hex(bytes)).collect();
        sealed.extend(attachments.iter().map(|bytes| sha256_hex(bytes)));
        let countries = [package.requesting, package.requested];
        let sent = sent_hash(countries, &package.content.to_value(), &sealed);
        Ok(Self { annex, attachments, documents, sent })
    }
}

fn decoded(field: &'static str, text: &str) -> Result<Vec<u8>> {
    hex::decode(text).map_err(|_| Error::invalid(field, Why::Malformed))
}

fn refused(broken: Broken) -> Error {
    let why = match broken {
        Broken::Order(_) | Broken::Deed(_) | Broken::Content(_) => Why::DoesNotFit,
        Broken::Signature(_) => Why::Unknown,
    };
    Error::invalid("receipts", why)
}

fn taken_reference(error: sqlx::Error) -> Error {
    let once = "cooperation_request_reference_once";
    if crate::store::refused_by(&error, once, "cooperation_request.reference") {
        Error::invalid("receipts", Why::Taken)
    } else {
        error.into()
    }
}
