//! Every refusal is a problem document (RFC 9457). This file is the whole table of them: one
//! stable code, one status, and the words in each language of the interface.
//!
//! A handler returns a `Problem`; the layer `speak` writes it in the caller's language.

pub(crate) mod bank;

use crate::lang::{Lang, Words};
use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// Declares the kinds of problem: name, status, code, and title and detail in es, en and fr.
macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $status:ident $code:literal
        es $es_title:literal $es_detail:literal
        en $en_title:literal $en_detail:literal
        fr $fr_title:literal $fr_detail:literal;)*) => {
        /// What went wrong, as callers may rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// Every kind, for tables and tests.
            pub const ALL: &[Kind] = &[$(Kind::$name,)*];

            /// The stable name that programs compare.
            pub fn code(self) -> &'static str {
                match self { $(Kind::$name => $code,)* }
            }

            /// The HTTP status.
            pub fn status(self) -> StatusCode {
                match self { $(Kind::$name => StatusCode::$status,)* }
            }

            /// What this kind of problem is, in general.
            pub fn title(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Kind::$name, Lang::Es) => $es_title,
                      (Kind::$name, Lang::En) => $en_title,
                      (Kind::$name, Lang::Fr) => $fr_title,)*
                }
            }

            /// What to do about it, when nothing more particular is known.
            pub fn detail(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Kind::$name, Lang::Es) => $es_detail,
                      (Kind::$name, Lang::En) => $en_detail,
                      (Kind::$name, Lang::Fr) => $fr_detail,)*
                }
            }
        }
    };
}

problems! {
    /// The e-mail or the password is wrong; which of them is not said.
    BadCredentials = UNAUTHORIZED "bad_credentials"
        es "No se pudo entrar" "El correo o la contraseña no son correctos."
        en "Could not sign in" "The e-mail or the password is not right."
        fr "Impossible d’entrer" "Le courriel ou le mot de passe n’est pas le bon.";
    /// There is no login, or it has ended.
    SignedOut = UNAUTHORIZED "signed_out"
        es "Sesión cerrada" "Entre de nuevo para continuar."
        en "Signed out" "Sign in again to go on."
        fr "Session fermée" "Entrez de nouveau pour continuer.";
    /// The limit of this caller is used up; `Retry-After` says for how long.
    TooManyAttempts = TOO_MANY_REQUESTS "too_many_attempts"
        es "Demasiados intentos" "Espere un momento antes de intentarlo de nuevo."
        en "Too many attempts" "Wait a moment before you try again."
        fr "Trop d’essais" "Attendez un moment avant de réessayer.";
    /// A link works once, and this one has.
    LinkUsed = GONE "link_used"
        es "Este enlace ya se usó" "Cada enlace funciona una sola vez. Pida uno nuevo a quien se lo envió."
        en "This link has been used" "A link works once. Ask whoever sent it for a new one."
        fr "Ce lien a déjà servi" "Chaque lien sert une seule fois. Demandez-en un nouveau à qui vous l’a envoyé.";
    /// No such link was ever made, or it was replaced.
    LinkUnknown = NOT_FOUND "link_unknown"
        es "Enlace desconocido" "Compruebe que el enlace está completo o pida uno nuevo."
        en "Unknown link" "Check that the link is complete, or ask for a new one."
        fr "Lien inconnu" "Vérifiez que le lien est complet ou demandez-en un nouveau.";
    /// The link's time has not come.
    LinkNotYet = FORBIDDEN "link_not_yet"
        es "Todavía es temprano" "Este enlace funcionará poco antes de la cita."
        en "It is still early" "This link will work shortly before the appointment."
        fr "Il est encore tôt" "Ce lien servira peu avant le rendez-vous.";
    /// The link's time has passed.
    LinkExpired = FORBIDDEN "link_expired"
        es "El enlace caducó" "Pida uno nuevo a quien se lo envió."
        en "The link has expired" "Ask whoever sent it for a new one."
        fr "Le lien a expiré" "Demandez-en un nouveau à qui vous l’a envoyé.";
    /// The kit was lost, revoked or enrolled anew.
    KitShutOut = FORBIDDEN "kit_shut_out"
        es "Este equipo ya no tiene acceso" "Se dio por perdido o se le retiró la llave. Llame a la persona que coordina."
        en "This kit has no access any more" "It was declared lost, or its key was taken away. Call the coordinator."
        fr "Cet équipement n’a plus accès" "Il a été déclaré perdu ou sa clé a été retirée. Appelez la personne qui coordonne.";
    /// No kit has this code, or its ten minutes are over.
    KitCodeWrong = FORBIDDEN "kit_code_wrong"
        es "El código no vale" "Compruebe los ocho números o pida otro: cada código sirve una vez y diez minutos."
        en "The code does not work" "Check the eight digits, or ask for another: a code works once and for ten minutes."
        fr "Le code n’est pas valable" "Vérifiez les huit chiffres ou demandez-en un autre : un code sert une fois et dix minutes.";
    /// The account's role may not do this.
    NotAllowed = FORBIDDEN "not_allowed"
        es "Su función no lo permite" "Pídalo a la persona que coordina."
        en "Your role does not allow this" "Ask the coordinator to do it."
        fr "Votre fonction ne le permet pas" "Demandez-le à la personne qui coordonne.";
    /// The request was made from another site's page.
    ForeignOrigin = FORBIDDEN "foreign_origin"
        es "Petición de otro sitio" "Abra la página de Puente y repita la acción allí."
        en "Request from another site" "Open Puente's own page and repeat the action there."
        fr "Demande venue d’un autre site" "Ouvrez la page de Puente et refaites l’action là.";
    /// No such thing, or none that the caller may know of.
    NotFound = NOT_FOUND "not_found"
        es "No se encontró" "No existe o no está a su alcance."
        en "Not found" "It does not exist or is not within your reach."
        fr "Introuvable" "Cela n’existe pas ou n’est pas à votre portée.";
    /// The path exists, but not for this method.
    MethodNotAllowed = METHOD_NOT_ALLOWED "method_not_allowed"
        es "Método no permitido" "Esta dirección no admite ese método HTTP."
        en "Method not allowed" "This address does not take that HTTP method."
        fr "Méthode non permise" "Cette adresse n’accepte pas cette méthode HTTP.";
    /// Not the JSON or the query that the operation takes.
    Malformed = BAD_REQUEST "malformed"
        es "Petición mal formada" "El contenido no tiene la forma que esta operación espera."
        en "Malformed request" "The content does not have the form that this operation takes."
        fr "Demande mal formée" "Le contenu n’a pas la forme que cette opération attend.";
    /// More bytes than the operation takes.
    TooLarge = PAYLOAD_TOO_LARGE "too_large"
        es "Contenido demasiado grande" "Reduzca el contenido y envíelo de nuevo."
        en "Content too large" "Make the content smaller and send it again."
        fr "Contenu trop grand" "Réduisez le contenu et renvoyez-le.";
    /// The content type is not the one that the operation takes.
    UnsupportedMediaType = UNSUPPORTED_MEDIA_TYPE "unsupported_media_type"
        es "Tipo de contenido no admitido" "Envíe el contenido con el tipo que esta operación espera."
        en "Content type not supported" "Send the content with the type that this operation takes."
        fr "Type de contenu non admis" "Envoyez le contenu avec le type que cette opération attend.";
    /// A range that the file does not have.
    RangeNotSatisfiable = RANGE_NOT_SATISFIABLE "range_not_satisfiable"
        es "Fuera del archivo" "El archivo no tiene el tramo pedido."
        en "Outside the file" "The file does not have the part that was asked for."
        fr "Hors du fichier" "Le fichier n’a pas la partie demandée.";
    /// Well-formed, but the values cannot be; `errors` names each field.
    Invalid = UNPROCESSABLE_ENTITY "invalid"
        es "Hay datos que corregir" "Revise los campos señalados."
        en "Some entries need correcting" "Look at the fields that are named."
        fr "Des données sont à corriger" "Revoyez les champs signalés.";
    /// The language named covers several varieties; the caller must choose.
    LanguageGroup = UNPROCESSABLE_ENTITY "language_group"
        es "Elija la variedad de la lengua" "Ese nombre abarca variedades que no siempre se entienden entre sí."
        en "Choose the variety of the language" "That name covers varieties whose speakers do not always understand each other."
        fr "Choisissez la variété de la langue" "Ce nom recouvre des variétés dont les locuteurs ne se comprennent pas toujours.";
    /// Someone else accepted first.
    AlreadyTaken = CONFLICT "already_taken"
        es "Ya está cubierto" "Otras personas aceptaron antes. Gracias por responder."
        en "Already taken" "Others accepted first. Thank you for answering."
        fr "C’est déjà pris" "D’autres personnes ont accepté avant. Merci d’avoir répondu.";
    /// The offer was answered, withdrawn or is over.
    OfferClosed = CONFLICT "offer_closed"
        es "La oferta está cerrada" "Ya no se puede responder a esta oferta."
        en "The offer is closed" "This offer can no longer be answered."
        fr "L’offre est close" "On ne peut plus répondre à cette offre.";
    /// The interpreter knows somebody in the case: the offer goes on to the next.
    ConflictDeclared = CONFLICT "conflict_declared"
        es "Gracias por decirlo" "El trabajo se ofrece a otra persona. No se guarda por qué."
        en "Thank you for saying so" "The work is offered to somebody else. Why is not kept."
        fr "Merci de l’avoir dit" "Le travail est proposé à quelqu’un d’autre. La raison n’est pas conservée.";
    /// Somebody or something is booked at that time.
    NotFree = CONFLICT "not_free"
        es "No está libre" "Ya hay una reserva a esa hora."
        en "Not free" "There is a booking at that time already."
        fr "Pas libre" "Il y a déjà une réservation à cette heure.";
    /// The state of the request or hearing does not allow it now.
    NotNow = CONFLICT "not_now"
        es "Ahora no es posible" "El estado actual no permite esta acción."
        en "Not possible now" "The present state does not allow this action."
        fr "Impossible maintenant" "L’état actuel ne permet pas cette action.";
    /// The act belongs to another seat.
    NotYours = FORBIDDEN "not_yours"
        es "No le corresponde" "Esa acción corresponde a otra persona de la audiencia."
        en "Not yours to do" "That action belongs to someone else in the hearing."
        fr "Cela ne vous revient pas" "Cette action revient à une autre personne de l’audience.";
    /// The briefing opens with the acceptance.
    BriefingNotYet = FORBIDDEN "briefing_not_yet"
        es "La carpeta se abre al aceptar" "Acepte el encargo para leer la carpeta de preparación."
        en "The briefing opens when you accept" "Accept the work to read the briefing."
        fr "Le dossier s’ouvre à l’acceptation" "Acceptez la mission pour lire le dossier de préparation.";
    /// The hearing is closed, and its briefing is wiped.
    BriefingClosed = GONE "briefing_closed"
        es "La carpeta se cerró" "La audiencia terminó y la carpeta de preparación se borró."
        en "The briefing is closed" "The hearing is over, and its briefing has been deleted."
        fr "Le dossier est clos" "L’audience est terminée et le dossier de préparation a été effacé.";
    /// The bearer grant is missing, wrong, or over.
    GrantRefused = UNAUTHORIZED "grant_refused"
        es "Permiso rechazado" "El permiso de medios falta, no es válido o ha caducado."
        en "Grant refused" "The media grant is missing, not valid, or over."
        fr "Autorisation refusée" "L’autorisation de médias manque, n’est pas valable ou a expiré.";
    /// The session description cannot be answered.
    BadOffer = BAD_REQUEST "bad_offer"
        es "Oferta de medios no válida" "La descripción SDP no se puede responder."
        en "Media offer not valid" "The SDP cannot be answered."
        fr "Offre de médias non valable" "La description SDP ne peut pas recevoir de réponse.";
    /// The media plane takes no more peers now.
    MediaBusy = SERVICE_UNAVAILABLE "media_busy"
        es "Sin capacidad de medios" "El servidor no admite más conexiones de audio y vídeo por ahora."
        en "No media capacity" "The server takes no more audio and video connections for now."
        fr "Plus de capacité de médias" "Le serveur n’accepte plus de connexions audio et vidéo pour le moment.";
    /// A part of the service is not there; trying again later makes sense.
    Unavailable = SERVICE_UNAVAILABLE "unavailable"
        es "Servicio no disponible" "Inténtelo de nuevo en un momento."
        en "Service unavailable" "Try again in a moment."
        fr "Service indisponible" "Réessayez dans un moment.";
    /// Another node of the same service runs this hearing.
    Elsewhere = MISDIRECTED_REQUEST "elsewhere"
        es "La audiencia está en otro servidor" "Vuelva a cargar la página en un momento."
        en "The hearing is on another server" "Load the page again in a moment."
        fr "L’audience est sur un autre serveur" "Rechargez la page dans un moment.";
    /// Our fault. The log has the cause under the request's id.
    Internal = INTERNAL_SERVER_ERROR "internal"
        es "Algo falló en el servidor" "No es culpa suya. Inténtelo de nuevo en un momento."
        en "Something failed on the server" "It is not your fault. Try again in a moment."
        fr "Quelque chose a échoué sur le serveur" "Ce n’est pas votre faute. Réessayez dans un moment.";
}

/// One refusal.
#[derive(Clone, Debug)]
pub struct Problem {
    kind: Kind,
    detail: Option<Words>,
    errors: Vec<FieldError>,
    retry_after_s: Option<u64>,
}

/// What is wrong with one field of the input.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// The field's path in the input, such as `participants.0.role`.
    pub field: String,
    /// What is wrong with it.
    pub detail: Words,
}

/// The document on the wire.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct Document {
    /// `https://puente.example/problems/` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    pub code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<DocumentError>,
}

/// One field of the document's `errors`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DocumentError {
    pub field: String,
    pub detail: String,
}

impl Problem {
    /// A problem with the general words of its kind.
    pub fn new(kind: Kind) -> Self {
        Self { kind, detail: None, errors: Vec::new(), retry_after_s: None }
    }

    /// With more particular words.
    pub fn with_detail(self, detail: Words) -> Self {
        Self { detail: Some(detail), ..self }
    }

    /// `invalid`, because of one field.
    pub fn invalid(field: impl Into<String>, detail: Words) -> Self {
        Self::new(Kind::Invalid).and_field(field, detail)
    }

    /// Names one more field.
    pub fn and_field(mut self, field: impl Into<String>, detail: Words) -> Self {
        self.errors.push(FieldError { field: field.into(), detail });
        self
    }

    /// Says when trying again makes sense.
    pub fn retry_after_s(self, seconds: u64) -> Self {
        Self { retry_after_s: Some(seconds), ..self }
    }

    /// `internal`; the cause goes to the log, never to the caller.
    pub fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error = %chain(cause), "request failed");
        Self::new(Kind::Internal)
    }

    /// What kind of problem this is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The document in one language, as the live hearing sends it in `refused`.
    pub fn document(&self, lang: Lang) -> Document {
        let code = self.kind.code();
        let in_lang = |words: &Words| words.in_lang(lang).to_owned();
        Document {
            kind: format!("https://puente.example/problems/{code}"),
            title: self.kind.title(lang).to_owned(),
            status: self.kind.status().as_u16(),
            detail: self.detail.as_ref().map_or_else(|| self.kind.detail(lang).to_owned(), in_lang),
            code,
            errors: self
                .errors
                .iter()
                .map(|error| DocumentError {
                    field: error.field.clone(),
                    detail: in_lang(&error.detail),
                })
                .collect(),
        }
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self::new(kind)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes problems in the caller's language, and turns the framework's own bare refusals
/// (no such route, wrong method, too large) into problems.
pub async fn speak(request: Request, next: Next) -> Response {
    let lang = Lang::of(request.headers());
    let response = next.run(request).await;
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None => match bare_refusal(&response) {
            Some(kind) => Problem::new(kind),
            None => return response,
        },
    };
    written(&problem, lang, response)
}

/// A refusal that carries no body of ours.
fn bare_refusal(response: &Response) -> Option<Kind> {
    let is_bare = !response.headers().contains_key(header::CONTENT_TYPE)
        || response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|content_type| content_type.as_bytes().starts_with(b"text/plain"));
    if !is_bare {
        return None;
    }
    match response.status() {
        StatusCode::NOT_FOUND => Some(Kind::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => Some(Kind::MethodNotAllowed),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Kind::TooLarge),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Some(Kind::UnsupportedMediaType),
        StatusCode::REQUEST_TIMEOUT => Some(Kind::Unavailable),
        StatusCode::BAD_REQUEST
        | StatusCode::UPGRADE_REQUIRED
        | StatusCode::UNPROCESSABLE_ENTITY => Some(Kind::Malformed),
        StatusCode::INTERNAL_SERVER_ERROR => Some(Kind::Internal),
        _ => None,
    }
}

fn written(problem: &Problem, lang: Lang, bare: Response) -> Response {
    let document = problem.document(lang);
    let body = serde_json::to_vec(&document).unwrap_or_default();
    let mut response = (problem.kind.status(), body).into_response();
    // Cookies and the like that the handler set stay; its body and its type go.
    for (name, value) in bare.headers() {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            response.headers_mut().append(name, value.clone());
        }
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    headers.append(header::VARY, HeaderValue::from_static("accept-language"));
    if let Some(seconds) = problem.retry_after_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// An error and all its causes on one line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        line.push_str(": ");
        line.push_str(&next.to_string());
        cause = next.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_kind_has_its_own_code_an_error_status_and_words_in_every_language() {
        let mut codes = HashSet::new();
        for &kind in Kind::ALL {
            assert!(codes.insert(kind.code()), "{} is used twice", kind.code());
            assert!(kind.status().is_client_error() || kind.status().is_server_error());
            let titles: HashSet<_> = Lang::ALL.map(|lang| kind.title(lang)).into();
            let details: HashSet<_> = Lang::ALL.map(|lang| kind.detail(lang)).into();
            assert_eq!((titles.len(), details.len()), (3, 3), "{}", kind.code());
        }
    }

    #[test]
    fn a_document_names_each_field_in_the_language_asked_for() {
        let problem =
            Problem::invalid("starts", Words::new("Ya pasó.", "It has passed.", "C’est passé."))
                .and_field(
                    "minutes",
                    Words::new("Es demasiado.", "It is too long.", "C’est trop."),
                );
        let document = problem.document(Lang::En);
        assert_eq!(document.kind, "https://puente.example/problems/invalid");
        assert_eq!(document.status, 422);
        let fields: Vec<_> =
            document.errors.iter().map(|e| (e.field.as_str(), e.detail.as_str())).collect();
        assert_eq!(fields, [("starts", "It has passed."), ("minutes", "It is too long.")]);
    }
}
