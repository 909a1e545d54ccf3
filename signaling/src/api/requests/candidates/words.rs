//! The reasons for a place in the list, in words.

use crate::lang::{Lang, Words};
use puente_registry::{
    conflict::FactKind,
    country::Country,
    interpreter::{Class, Gender, Level},
    language::{Dictionary, Language},
    matching::{Continuity, Detail},
    time::Moment,
};

fn gender(gender: Gender) -> Words {
    match gender {
        Gender::Woman => Words::new("mujer", "woman", "femme"),
        Gender::Man => Words::new("hombre", "man", "homme"),
        Gender::Other => Words::new("otro género", "another gender", "autre genre"),
    }
}

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
                format!("parle une autre variété : {}", language.fr),
            )
        }
        Detail::NotServed => Words::new(
            "no trabaja este par en esta modalidad",
            "does not work this pair in this mode",
            "ne travaille pas cette paire dans ce mode",
        ),
        Detail::Recognised(scheme, level) => {
            let level = level_of(*level);
            Words::new(
                format!("credencial {scheme}: {}", level.es),
                format!("credential {scheme}: {}", level.en),
                format!("titre {scheme} : {}", level.fr),
            )
        }
        Detail::NotRecognised => Words::new(
            "sin credencial reconocida por el país",
            "no credential that the country recognises",
            "pas de titre reconnu par le pays",
        ),
        Detail::TraumaTrained(true) => Words::new(
            "con formación en atención a víctimas de trauma",
            "trained to work with people in trauma",
            "formation à l’accueil de personnes traumatisées",
        ),
        Detail::TraumaTrained(false) => Words::new(
            "sin formación en trauma",
            "no training in trauma",
            "sans formation au trauma",
        ),
        Detail::Gender(own) => gender(*own),
        Detail::OtherGender(own, wanted) => {
            let (own, wanted) = (gender(*own), gender(*wanted));
            Words::new(
                format!("{}; se prefiere: {}", own.es, wanted.es),
                format!("{}; preferred: {}", own.en, wanted.en),
                format!("{} ; préférence : {}", own.fr, wanted.fr),
            )
        }
        Detail::StartsAt(local) => Words::new(
            format!("empieza a las {} de su reloj", clock(&local.to_string())),
            format!("starts at {} on their clock", clock(&local.to_string())),
            format!("commence à {} à son horloge", clock(&local.to_string())),
        ),
        Detail::MinutesWorked(minutes) => Words::new(
            format!("{} h trabajadas en los últimos doce meses", minutes / 60),
            format!("{} h worked in the last twelve months", minutes / 60),
            format!("{} h travaillées ces douze derniers mois", minutes / 60),
        ),
        Detail::KeptPermille(permille) => Words::new(
            format!("cumplió el {} % de lo aceptado", permille / 10),
            format!("kept {}% of the work accepted", permille / 10),
            format!("a tenu {} % du travail accepté", permille / 10),
        ),
        Detail::Continuity(Continuity::Wished) => Words::new(
            "la víctima pidió a la misma persona",
            "the victim asked for the same person again",
            "la victime a demandé la même personne",
        ),
        Detail::NotAgain => Words::new(
            "la víctima pidió a otra persona",
            "the victim asked for somebody else",
            "la victime a demandé quelqu’un d’autre",
        ),
        Detail::Continuity(Continuity::Victim) => Words::new(
            "ya interpretó para esta víctima",
            "has interpreted for this victim before",
            "a déjà interprété pour cette victime",
        ),
        Detail::Continuity(Continuity::Case) => Words::new(
            "ya trabajó en este caso",
            "has worked on this case before",
            "a déjà travaillé sur cette affaire",
        ),
        Detail::Continuity(Continuity::None) => Words::new(
            "sin trabajo previo en este caso",
            "no earlier work on this case",
            "pas encore de travail sur cette affaire",
        ),
        Detail::Free => {
            Words::new("libre todo el tiempo", "free all the time", "libre tout ce temps")
        }
        Detail::OutsideHours => Words::new(
            "fuera de su horario",
            "outside their working hours",
            "hors de ses heures de travail",
        ),
        Detail::Blocked => {
            Words::new("cerró esas horas", "has closed those hours", "a fermé ces heures")
        }
        Detail::Booked => {
            Words::new("ya tiene una reserva", "is booked already", "a déjà une réservation")
        }
        Detail::BusyElsewhere => Words::new(
            "ocupado en otro calendario suyo",
            "busy in another calendar of theirs",
            "pris dans un autre de ses agendas",
        ),
        Detail::Holiday => {
            Words::new("es feriado donde vive", "a holiday where they live", "jour férié chez elle")
        }
        Detail::OtherPurpose => Words::new(
            "esas horas no son para este tipo de trabajo",
            "those hours are not for this kind of work",
            "ces heures ne sont pas pour ce type de travail",
        ),
        Detail::Night => Words::new(
            "para esa persona sería de noche",
            "it would be night for them",
            "il ferait nuit pour cette personne",
        ),
        Detail::DailyMost(minutes) => Words::new(
            format!("ya tiene {minutes} min de trabajo ese día y no quiere más"),
            format!("has {minutes} min of work that day and wants no more"),
            format!("a déjà {minutes} min de travail ce jour-là et n’en veut pas plus"),
        ),
        Detail::ChildTrained(true) => Words::new(
            "con formación para entrevistas con niñas y niños",
            "trained to interpret for children",
            "formation aux entretiens avec des enfants",
        ),
        Detail::ChildTrained(false) => Words::new(
            "sin formación para entrevistas con niñas y niños",
            "not trained to interpret for children",
            "sans formation aux entretiens avec des enfants",
        ),
        Detail::Conflict(kind) => conflict(*kind),
        Detail::DailyLimit(minutes) => Words::new(
            format!("ya tiene {minutes} min de simultánea ese día"),
            format!("has {minutes} min of simultaneous work that day already"),
            format!("a déjà {minutes} min de simultanée ce jour-là"),
        ),
        Detail::VettedUntil(moment) => Words::new(
            format!("verificación vigente hasta el {}", day(moment)),
            format!("vetted until {}", day(moment)),
            format!("vérification valable jusqu’au {}", day(moment)),
        ),
        Detail::VettingEnds(moment) => Words::new(
            format!("su verificación termina el {}", day(moment)),
            format!("the vetting ends on {}", day(moment)),
            format!("sa vérification finit le {}", day(moment)),
        ),
        Detail::NotVetted => Words::new("sin verificación", "not vetted", "sans vérification"),
        Detail::From(country) => Words::new(
            format!("vive en {}", code(*country)),
            format!("lives in {}", code(*country)),
            format!("habite en {}", code(*country)),
        ),
        Detail::RuledOut(country) => Words::new(
            format!("la víctima no quiere a nadie de {}", code(*country)),
            format!("the victim wants nobody from {}", code(*country)),
            format!("la victime ne veut personne de {}", code(*country)),
        ),
        Detail::TownRuledOut => Words::new(
            "viene de un lugar del que la víctima no quiere a nadie",
            "comes from a place that the victim wants nobody from",
            "vient d’un lieu dont la victime ne veut personne",
        ),
        Detail::Deaf(true) => {
            Words::new("intérprete sorda o sordo", "a Deaf interpreter", "interprète sourd·e")
        }
        Detail::Deaf(false) => Words::new(
            "no es intérprete sorda o sordo",
            "not a Deaf interpreter",
            "n’est pas interprète sourd·e",
        ),
        Detail::OfOrganisation(true) => Words::new(
            "trabaja para la organización pedida",
            "works for the organisation asked for",
            "travaille pour l’organisation demandée",
        ),
        Detail::OfOrganisation(false) => Words::new(
            "no trabaja para la organización pedida",
            "does not work for the organisation asked for",
            "ne travaille pas pour l’organisation demandée",
        ),
        Detail::Notice(wanted, given) => Words::new(
            format!("pide {} de aviso y hay {}", hours(*wanted), hours(*given)),
            format!("wants {} of notice and gets {}", hours(*wanted), hours(*given)),
            format!("demande {} de préavis et en aurait {}", hours(*wanted), hours(*given)),
        ),
    };
    words.in_lang(lang).to_owned()
}

/// The kind, and nothing that could name anybody.
fn conflict(kind: FactKind) -> Words {
    match kind {
        FactKind::AdvocateInCase => Words::new(
            "acompaña o defiende a alguien en este caso",
            "supports or defends somebody in this case",
            "accompagne ou défend quelqu’un dans cette affaire",
        ),
        FactKind::Village => Words::new(
            "posible conflicto de interés: un lugar en común",
            "a possible conflict of interest: a place in common",
            "conflit d’intérêts possible : un lieu en commun",
        ),
        FactKind::Employer | FactKind::Organisation => Words::new(
            "posible conflicto de interés: una organización en común",
            "a possible conflict of interest: an organisation in common",
            "conflit d’intérêts possible : une organisation en commun",
        ),
        FactKind::Party => Words::new(
            "posible conflicto de interés: conoce a alguien del caso",
            "a possible conflict of interest: knows somebody in the case",
            "conflit d’intérêts possible : connaît quelqu’un de l’affaire",
        ),
    }
}

fn both(a: &Words, b: &Words, join: impl Fn(&str, &str) -> String) -> Words {
    Words::new(join(&a.es, &b.es), join(&a.en, &b.en), join(&a.fr, &b.fr))
}

pub(super) fn name_of(language: &Language, languages: &Dictionary) -> Words {
    match languages.tongue(language) {
        Some(tongue) => {
            Words::new(tongue.name_es.clone(), tongue.name_en.clone(), tongue.name_fr.clone())
        }
        None => Words::new(language.to_string(), language.to_string(), language.to_string()),
    }
}

fn mastery(class: Class) -> Words {
    match class {
        Class::A => Words::new("lengua materna (A)", "mother tongue (A)", "langue maternelle (A)"),
        Class::B => Words::new("lengua activa (B)", "active language (B)", "langue active (B)"),
        Class::C => Words::new("lengua pasiva (C)", "passive language (C)", "langue passive (C)"),
    }
}

fn level_of(level: Level) -> Words {
    match level {
        Level::Certified => Words::new(
            "suficiente para sus tribunales",
            "enough for its courts",
            "suffisant pour ses tribunaux",
        ),
        Level::Provisional => Words::new("provisional", "provisional", "provisoire"),
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
