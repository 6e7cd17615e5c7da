//! Reading subjects: columns, rows, faults; and that no input whatever makes it panic or lose count.

use model::{Schema, Severity, Subject};
use node::intake::{ColumnMap, IntakeOptions, Row, SubjectFormat, Subjects};
use proptest::prelude::*;
use std::io::Cursor;

fn rows(bytes: impl Into<Vec<u8>>, options: &IntakeOptions) -> Vec<Row> {
    let subjects = Subjects::open(Cursor::new(bytes.into()), "input", options).unwrap();
    subjects.map(|row| row.unwrap()).collect()
}

fn subjects(text: &str) -> Vec<Subject> {
    let subject = |row| match row {
        Row::Subject(subject, _) => *subject,
        Row::Lost(fault) => panic!("{fault}"),
    };
    rows(text, &IntakeOptions::default()).into_iter().map(subject).collect()
}

#[track_caller]
fn check_one(text: &str, check: impl FnOnce(&Subject)) {
    let all = subjects(text);
    assert_eq!(all.len(), 1, "{all:?}");
    check(&all[0]);
}

#[test]
fn a_row_becomes_a_profile() {
    let text = "id,first name,patronymic,surname,aka,dob,nationality,country,gender,passport,place of birth\n\
                7,Oleg,Petrovich,Vymyshlenko,Alik; O. V.,02.04.1961;1962,Russian,Pakistan,m,AB 123456,\"Quetta, Pakistan\"\n";
    check_one(text, |subject| {
        assert_eq!(subject.id, "7");
        let profile = &subject.profile;
        let names: Vec<&str> = profile.names.iter().map(|name| name.text.as_str()).collect();
        assert_eq!(names, ["Oleg Petrovich Vymyshlenko", "Alik", "O. V."]);
        assert_eq!(profile.schema, Schema::Person);
        let dates: Vec<String> = profile.birth_dates.iter().map(ToString::to_string).collect();
        assert_eq!(dates, ["1961-04-02", "1962"]);
        assert_eq!(
            (&profile.nationalities[..], &profile.countries[..]),
            (&["ru".into()][..], &["pk".into()][..])
        );
        assert_eq!(profile.identifiers[0].value, "AB 123456");
        assert_eq!(profile.birth_places[0].country.as_deref(), Some("pk"));
    });
}

#[test]
fn headers_are_read_in_russian_and_urdu() {
    check_one(
        "ФИО;Дата рождения;Гражданство;ИНН\nОлег Вымышленко;02.04.1961;Россия;770000000028\n",
        |subject| {
            assert_eq!(subject.profile.caption(), "Олег Вымышленко");
            assert_eq!(subject.profile.nationalities, ["ru"]);
            assert_eq!(subject.profile.identifiers.len(), 1);
            assert_eq!(subject.id, "1", "without an id the row's number stands");
        },
    );
    check_one(
        "نام\tتاریخ پیدائش\tقومیت\nعمران خیال\t۱۹۸۳-۰۳-۲۱\tپاکستان\n",
        |subject| {
            assert_eq!(subject.profile.birth_dates[0].to_string(), "1983-03-21");
            assert_eq!(subject.profile.nationalities, ["pk"]);
        },
    );
}

#[test]
fn rows_say_what_they_are() {
    let all = subjects("name,type\nA B,person\nC D,юрлицо\nE F,Vessel\nG H,\n");
    let schemata: Vec<Schema> = all.iter().map(|subject| subject.profile.schema).collect();
    assert_eq!(schemata, [Schema::Person, Schema::Organization, Schema::Vessel, Schema::LegalEntity]);
}

#[test]
fn quoted_fields_hold_separators_quotes_and_line_ends() {
    let all = subjects("name,note\n\"Vymyshlenko, Oleg\",\"said \"\"no\"\"\nand left\"\nJane,x\n");
    let names: Vec<&str> = all.iter().map(|subject| subject.profile.caption()).collect();
    assert_eq!(names, ["Vymyshlenko, Oleg", "Jane"]);
}

#[test]
fn a_quote_that_is_never_closed_costs_its_own_row() {
    let more: String = (0..100).map(|number| format!("N{number},x\n")).collect();
    let all = rows(format!("name,note\n\"open,x\n{more}"), &IntakeOptions::default());
    let lost: Vec<String> = all
        .iter()
        .filter_map(|row| match row {
            Row::Lost(fault) => Some(fault.to_string()),
            Row::Subject(..) => None,
        })
        .collect();
    assert_eq!(lost.len(), 1);
    assert!(lost[0].starts_with("line 2: a quote is opened and never closed"), "{lost:?}");
    assert_eq!(all.len(), 101);
}

#[test]
fn faults_name_line_and_column() {
    let all = rows("name,dob,nationality\nA B,yesterday,Ruritania\n", &IntakeOptions::default());
    let Row::Subject(subject, faults) = &all[0] else { panic!("{all:?}") };
    assert!(subject.profile.birth_dates.is_empty());
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults[0].starts_with("line 2, dob: \"yesterday\" is no date"), "{faults:?}");
    assert!(faults[1].starts_with("line 2, nationality: \"Ruritania\" is no country"), "{faults:?}");
}

#[test]
fn json_lines_keep_ids_and_say_what_is_wrong() {
    let text = "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A B\"]}}\n\n\
                {\"id\":5,\"schema\":\"Person\",\"properties\":{\"name\":[\"C D\"],\"birthDate\":[\"soon\"]}}\n\
                {\"schema\":\"Person\",\"properties\":{}}\nnull\n";
    let all = rows(text, &IntakeOptions::default());
    let told: Vec<String> = all
        .iter()
        .map(|row| match row {
            Row::Subject(subject, faults) => format!("{} {}", subject.id, faults.len()),
            Row::Lost(fault) => fault.location.to_string(),
        })
        .collect();
    assert_eq!(told, ["a 0", "5 1", "line 4", "line 5"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Whatever the bytes: no panic, and a lost row is a fault with a line.
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), json in any::<bool>()) {
        let mut options = IntakeOptions {
            format: Some(if json { SubjectFormat::JsonLines } else { SubjectFormat::Csv }),
            columns: ColumnMap::default(),
            ..IntakeOptions::default()
        };
        options.columns.add("name=#1").unwrap();
        if let Ok(subjects) = Subjects::open(Cursor::new(bytes), "input", &options) {
            for row in subjects {
                if let Row::Lost(fault) = row.unwrap() {
                    prop_assert!(fault.location.line.is_some());
                    prop_assert!(fault.severity >= Severity::Record);
                }
            }
        }
    }

    /// What a CSV writer writes is read back, field for field, whatever the names hold.
    #[test]
    fn written_rows_are_read_back(names in proptest::collection::vec("[^\u{FFFD}\u{0}\u{FEFF}]{1,30}", 1..20)) {
        let names: Vec<String> = names.into_iter().filter(|name| !name.trim().is_empty()).collect();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "name"]).unwrap();
        for name in &names {
            writer.write_record(["x", name]).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let options = IntakeOptions { encoding: Some("utf-8".into()), ..IntakeOptions::default() };
        let read: Vec<String> = rows(text, &options)
            .into_iter()
            .map(|row| match row {
                Row::Subject(subject, _) => subject.profile.caption().to_owned(),
                Row::Lost(fault) => fault.to_string(),
            })
            .collect();
        // Within quotes CR LF and LF are both line ends, and read as LF: once, so that CR CR LF keeps a CR.
        let written = names.iter().map(|name| name.trim().replace("\r\n", "\n"));
        prop_assert_eq!(
            read.iter().map(|name| name.trim()).collect::<Vec<_>>(),
            written.collect::<Vec<_>>()
        );
    }
}
