//! Import of interpreters: each wrong row is named, and nothing is taken in half.

use anyhow::Result;
use proptest::prelude::*;
use puente_registry::{
    Error, Store, Why,
    country::Country,
    import::{COLUMNS, Imported, MOST_ROWS, TableFormat, Taking, cells},
    interpreter::Mode,
    person::AccountRole,
};

use crate::{
    engines::{on_both_engines, sqlite},
    people::{now, rng},
};

const TEMPLATE: &str = include_str!("../../../docs/import-template.csv");

const HEADINGS: &str = "name,country,zone,languages,services,email,vetted_until\n";

const RIGHT: &str = "Rosa Ejemplo,GT,America/Guatemala,mam-todos-santos:A; spa:B,\
mam-todos-santos<>spa consecutive+sight_translation interview+hearing,rosa@example.org,2028-12-31\n";

async fn import(store: &Store, table: &str, taking: Taking) -> Result<Imported, Error> {
    let at = "2026-11-24T15:00:00Z".parse().map_err(|_| Error::NotFound("a time"))?;
    store
        .import_interpreters(
            TableFormat::Csv,
            table.as_bytes(),
            Country::Gt,
            taking,
            at,
            &mut rng(),
        )
        .await
}

async fn in_the_bank(store: &Store) -> Result<usize> {
    Ok(store.accounts_with_role(AccountRole::Interpreter).await?.len())
}

fn wrong(imported: &Imported) -> Vec<(usize, &str, Why)> {
    imported.wrong.iter().map(|w| (w.row, w.field.as_str(), w.why)).collect()
}

async fn every_wrong_row_is_named_and_nothing_is_taken_in(store: Store) -> Result<()> {
    let table = [
        HEADINGS,
        RIGHT,
        ",GT,America/Guatemala,spa:A,spa>spa consecutive interview,,\n",
        "B,XX,America/Nowhere,nahual:A,spa>eng loudly interview,,31/12/2028\n",
        "C,MX,America/Mexico_City,spa:A;eng:B,spa<>eng consecutive interview,ROSA@example.org,\n",
        "D,GT,America/Guatemala,spa:A;eng:B,spa<>eng consecutive,d@example,2020-01-01\n",
    ]
    .concat();
    for taking in [Taking::DryRun, Taking::AllOrNone] {
        let imported = import(&store, &table, taking).await?;
        assert_eq!(imported.rows, 5);
        assert_eq!(
            wrong(&imported),
            [
                (2, "name", Why::Missing),
                (3, "country", Why::Unknown),
                (3, "zone", Why::Unknown),
                (3, "languages", Why::Unknown),
                (3, "services", Why::Unknown),
                (3, "vetted_until", Why::Malformed),
                (4, "country", Why::DoesNotFit),
                (4, "email", Why::Repeated),
                (5, "services", Why::Malformed),
                (5, "vetted_until", Why::InThePast),
            ],
        );
        assert!(imported.numbers.is_empty());
        assert_eq!(in_the_bank(&store).await?, 0, "{taking:?}");
    }
    let imported = import(&store, &table, Taking::OnlyRight).await?;
    assert_eq!(imported.numbers, [101_i64]);
    assert_eq!(in_the_bank(&store).await?, 1);
    let again = import(&store, &[HEADINGS, RIGHT].concat(), Taking::AllOrNone).await?;
    assert_eq!(wrong(&again), [(1, "email", Why::Taken)]);
    Ok(())
}

async fn a_row_says_all_that_a_profile_needs(store: Store) -> Result<()> {
    let imported = import(&store, TEMPLATE, Taking::AllOrNone).await?;
    assert_eq!(wrong(&imported), [], "the template is right");
    let person = store.person_numbered(imported.numbers[0]).await?;
    let one = store.interpreter(person).await?;
    assert!(one.profile.vetted_until.is_some());
    assert!(one.profile.services.iter().any(|service| service.mode == Mode::SightTranslation));
    assert_eq!(one.profile.credentials[0].scheme, "gt-oj");
    let calendars = store.availability(person, now()?).await?.calendars;
    assert!(calendars.iter().any(|calendar| !calendar.week.is_empty()), "{calendars:?}");
    Ok(())
}

async fn json_has_the_same_columns(store: Store) -> Result<()> {
    let rows = serde_json::json!([{
        "name": "Rosa Ejemplo", "country": "GT", "zone": "America/Guatemala",
        "languages": "mam-todos-santos:A; spa:B", "notice_minutes": 30, "email": null,
        "services": "mam-todos-santos<>spa consecutive interview",
    }]);
    let table = rows.to_string();
    let (format, own) = (TableFormat::Json, Country::Gt);
    let imported = store
        .import_interpreters(format, table.as_bytes(), own, Taking::AllOrNone, now()?, &mut rng())
        .await?;
    assert_eq!((imported.rows, imported.numbers.len()), (1, 1));
    Ok(())
}

on_both_engines! {
    every_wrong_row_is_named_and_nothing_is_taken_in
    a_row_says_all_that_a_profile_needs
    json_has_the_same_columns
}

#[test]
fn what_is_no_table_is_refused() {
    let many = format!("name\n{}", "x\n".repeat(MOST_ROWS + 1));
    for (format, bytes, why) in [
        (TableFormat::Csv, "", Why::Missing),
        (TableFormat::Csv, "name,salary\nx,1\n", Why::Unknown),
        (TableFormat::Csv, "name,name\nx,y\n", Why::Repeated),
        (TableFormat::Csv, "name,country\nx\n", Why::Malformed),
        (TableFormat::Csv, many.as_str(), Why::TooLong),
        (TableFormat::Json, "{}", Why::Malformed),
        (TableFormat::Json, r#"[{"name": ["x"]}]"#, Why::Malformed),
        (TableFormat::Json, "[]", Why::Missing),
    ] {
        match cells(format, bytes.as_bytes()) {
            Err(Error::Invalid { field: "table", why: found }) => {
                assert_eq!(found, why, "{bytes:.40}")
            }
            other => panic!("{bytes:.40}: {other:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for format in TableFormat::ALL {
            let _ = cells(*format, &bytes);
        }
    }

    /// Cells that are nearly right, in any columns, are named or taken and never break anything.
    #[test]
    fn no_cell_breaks_an_import(
        rows in proptest::collection::vec(proptest::collection::vec(
            prop_oneof![
                "[ -~]{0,30}",
                Just("spa:A".to_owned()),
                Just("spa<>eng sign interview".to_owned()),
                Just("America/Guatemala".to_owned()),
                Just("GT".to_owned()),
                Just("1-5 08:00-17:00".to_owned()),
                Just("9999-12-31".to_owned()),
            ], COLUMNS.len()), 1..4),
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(COLUMNS).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let table = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let store = sqlite(&folder).await.unwrap();
            let rehearsed = import(&store, &table, Taking::DryRun).await.unwrap();
            let imported = import(&store, &table, Taking::OnlyRight).await.unwrap();
            assert_eq!(rehearsed.wrong, imported.wrong);
            let wrong_rows: std::collections::BTreeSet<_> =
                imported.wrong.iter().map(|w| w.row).collect();
            assert_eq!(imported.numbers.len() + wrong_rows.len(), rows.len());
        });
    }
}
