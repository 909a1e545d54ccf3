//! `README.txt`: how whoever receives a record's folder checks it, with `puente`
//! and without.

use super::manifest::{MANIFEST, SIGNATURE};
use super::public_key::to_pem;
use puente_sfu::record::PublicKey;
use uuid::Uuid;

/// The instructions, with the hash of every file (`sums`: hash and name).
pub(super) fn text(hearing: Uuid, key: &PublicKey, sums: &[(String, String)]) -> String {
    let fingerprint = key.fingerprint();
    let pem = to_pem(key);
    let mut text = format!(
        "Record of the hearing {hearing}\n\
         Registro de la audiencia {hearing}\n\
         \n\
         ENGLISH\n\
         \n\
         tracks/    what each source sent, packet by packet, in signed segments\n\
         minutes.jsonl  what happened, one event a line, each naming the hash of the one before\n\
         derived/   the same sound and pictures as ordinary files, to listen and to watch\n\
         {MANIFEST}  the hash of each file; {SIGNATURE} is its signature\n\
         \n\
         Take the public key from the court or office that held the hearing, not from\n\
         this folder. Its fingerprint (SHA-256 of the key's 32 bytes) must be\n\
         \n\
         {fingerprint}\n\
         \n\
         With the program (no network, no server):\n\
         \n\
             puente verify . --key KEY-FILE\n\
         \n\
         Without it, as far as standard tools go, with the key as key.pem:\n\
         \n\
             openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in {MANIFEST} -sigfile {SIGNATURE}\n\
             grep -E '^[0-9a-f]{{64}}  ' README.txt | sha256sum --check\n\
             sha256sum README.txt   (must be the readme_sha256 of {MANIFEST})\n\
         \n\
         The first command checks the signature, the others that no file was changed.\n\
         The same hashes stand in {MANIFEST}. The signatures inside the tracks, and the\n\
         second at which something was changed, need the program.\n\
         \n\
         ESPAÑOL\n\
         \n\
         tracks/    lo que envió cada fuente, paquete por paquete, en segmentos firmados\n\
         minutes.jsonl  lo que ocurrió, un hecho por línea, cada uno con el hash del anterior\n\
         derived/   el mismo sonido y las mismas imágenes como archivos corrientes\n\
         {MANIFEST}  el hash de cada archivo; {SIGNATURE} es su firma\n\
         \n\
         Pida la clave pública al tribunal u oficina que celebró la audiencia; no la tome\n\
         de esta carpeta. Su huella debe ser la de arriba. Los comandos son los mismos.\n\
         \n\
         KEY / CLAVE\n\
         \n\
         {pem}\
         \n\
         SHA-256\n\
         \n"
    );
    for (hash, file) in sums {
        text.push_str(&format!("{hash}  {file}\n"));
    }
    text
}
