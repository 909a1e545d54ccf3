//! The reasons for a place in the list, in words.

use crate::lang::{Lang, Words};
use puente_registry::{
    country::Country,
    interpreter::{Class, Gender, Level},
    language::{Dictionary, Language},
    matching::Detail,
    time::Moment,
};

/// One reason as a sentence without its end.
pub(super) fn say(detail: &Detail, languages: &Dictionary, lang: Lang) -> String {
    let name = |language| name_of(language, languages);
    let words = match detail {
        Detail::Masters(language, class) => {
            let (language, class) = (name(language), mastery(*class));
            both(&language, &class, |language, class| format!("{language}: {class}"))
        }
        Detail::OtherVariety(language) => {
            let language = name(language);
            Words::new(
                format!("habla otra variedad: {}", language.es),
                format!("speaks another variety: {}", language.en),
            )
        }
        Detail::NotServed => Words::new(
            "no trabaja este par en esta modalidad",
            "does not work this pair in this mode",
        ),
        Detail::Recognised(scheme, level) => {
            let level = level_of(*level);
            Words::new(
                format!("credencial {scheme}: {}", level.es),
                format!("credential {scheme}: {}", level.en),
            )
        }
        Detail::NotRecognised => Words::new(
            "sin credencial reconocida por el país",
            "no credential that the country recognises",
        ),
        Detail::TraumaTrained(true) => Words::new(
            "con formación en atención a víctimas de trauma",
            "trained to work with people in trauma",
        ),
        Detail::TraumaTrained(false) => {
            Words::new("sin formación en trauma", "no training in trauma")
        }
        Detail::Gender(Gender::Woman) => Words::new("mujer", "woman"),
        Detail::Gender(Gender::Man) => Words::new("hombre", "man"),
        Detail::Gender(Gender::Other) => Words::new("otro género", "another gender"),
        Detail::StartsAt(local) => Words::new(
            format!("empieza a las {} de su reloj", clock(&local.to_string())),
            format!("starts at {} on their clock", clock(&local.to_string())),
        ),
        Detail::MinutesWorked(minutes) => Words::new(
            format!("{} h trabajadas en los últimos doce meses", minutes / 60),
            format!("{} h worked in the last twelve months", minutes / 60),
        ),
        Detail::KeptPermille(permille) => Words::new(
            format!("cumplió el {} % de lo aceptado", permille / 10),
            format!("kept {}% of the work accepted", permille / 10),
        ),
        Detail::KnowsCase(true) => {
            Words::new("ya trabajó en este caso", "has worked on this case before")
        }
        Detail::KnowsCase(false) => {
            Words::new("sin trabajo previo en este caso", "no earlier work on this case")
        }
        Detail::Free => Words::new("libre todo el tiempo", "free all the time"),
        Detail::OutsideHours => Words::new("fuera de su horario", "outside their working hours"),
        Detail::Blocked => Words::new("cerró esas horas", "has closed those hours"),
        Detail::Booked => Words::new("ya tiene una reserva", "is booked already"),
        Detail::DailyLimit(minutes) => Words::new(
            format!("ya tiene {minutes} min de simultánea ese día"),
            format!("has {minutes} min of simultaneous work that day already"),
        ),
        Detail::VettedUntil(moment) => Words::new(
            format!("verificación vigente hasta el {}", day(moment)),
            format!("vetted until {}", day(moment)),
        ),
        Detail::VettingEnds(moment) => Words::new(
            format!("su verificación termina el {}", day(moment)),
            format!("the vetting ends on {}", day(moment)),
        ),
        Detail::NotVetted => Words::new("sin verificación", "not vetted"),
        Detail::From(country) => Words::new(
            format!("vive en {}", code(*country)),
            format!("lives in {}", code(*country)),
        ),
        Detail::RuledOut(place) => Words::new(
            format!("la víctima no quiere a nadie de {place}"),
            format!("the victim wants nobody from {place}"),
        ),
        Detail::Notice(wanted, given) => Words::new(
            format!("pide {} de aviso y hay {}", hours(*wanted), hours(*given)),
            format!("wants {} of notice and gets {}", hours(*wanted), hours(*given)),
        ),
    };
    words.in_lang(lang).to_owned()
}

fn both(a: &Words, b: &Words, join: impl Fn(&str, &str) -> String) -> Words {
    Words::new(join(&a.es, &b.es), join(&a.en, &b.en))
}

fn name_of(language: &Language, languages: &Dictionary) -> Words {
    match languages.tongue(language) {
        Some(tongue) => Words::new(tongue.name_es.clone(), tongue.name_en.clone()),
        None => Words::new(language.to_string(), language.to_string()),
    }
}

fn mastery(class: Class) -> Words {
    match class {
        Class::A => Words::new("lengua materna (A)", "mother tongue (A)"),
        Class::B => Words::new("lengua activa (B)", "active language (B)"),
        Class::C => Words::new("lengua pasiva (C)", "passive language (C)"),
    }
}

fn level_of(level: Level) -> Words {
    match level {
        Level::Certified => Words::new("suficiente para sus tribunales", "enough for its courts"),
        Level::Provisional => Words::new("provisional", "provisional"),
    }
}

fn code(country: Country) -> &'static str {
    country.as_str()
}

/// `10:00` of `2026-11-25T10:00`.
fn clock(local: &str) -> &str {
    local.split_once('T').map_or(local, |(_, clock)| clock)
}

fn day(moment: &Moment) -> String {
    let local = moment.local.to_string();
    local.split_once('T').map_or(local.clone(), |(day, _)| day.to_owned())
}

/// `36 h`, or `45 min` below one hour.
fn hours(minutes: i64) -> String {
    if minutes.abs() < 60 { format!("{minutes} min") } else { format!("{} h", minutes / 60) }
}
