//! `README.txt`: how whoever receives a record's folder checks it, with `puente`
//! and without.

use super::public_key::to_pem;
use puente_sfu::record::PublicKey;
use std::fmt::Write as _;
use uuid::Uuid;

/// The instructions, with the hash of every file (`sums`: hash and name).
pub(super) fn text(hearing: Uuid, key: &PublicKey, sums: &[(String, String)]) -> String {
    let (fingerprint, pem) = (key.fingerprint(), to_pem(key));
    let mut text = format!(
        r"Record of the hearing {hearing}
Registro de la audiencia {hearing}

ENGLISH

  tracks/        what each source sent, packet by packet, in signed segments
  minutes.jsonl  what happened, one event a line, each naming the hash of the one before
  derived/       the same sound and pictures as ordinary files, to listen and to watch
  manifest.json  the hash of each file; manifest.sig is its signature

Take the public key from the court or office that held the hearing, not from
this folder. Its fingerprint (SHA-256 of the key's 32 bytes) must be

  {fingerprint}

With the program (no network, no server):

  puente verify . --key KEY-FILE

Without it, as far as standard tools go, with the key as key.pem:

  openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile manifest.sig
  sha256sum README.txt          (must be the readme_sha256 of manifest.json)
  grep -E '^[0-9a-f]{{64}}  ' README.txt | sha256sum --check

The first checks the signature, the second this text, the third all other files,
whose hashes stand in manifest.json too. The signatures inside the tracks, and
the second at which something was changed, need the program.

ESPAÑOL

  tracks/        lo que envió cada fuente, paquete por paquete, en segmentos firmados
  minutes.jsonl  lo que ocurrió, un hecho por línea, cada uno con el hash del anterior
  derived/       el mismo sonido y las mismas imágenes como archivos corrientes
  manifest.json  el hash de cada archivo; manifest.sig es su firma

Pida la clave pública al tribunal u oficina que celebró la audiencia; no la tome
de esta carpeta. Su huella debe ser la de arriba. Los comandos son los mismos:
el primero comprueba la firma, el segundo este texto, el tercero los demás archivos.

KEY / CLAVE

{pem}
SHA-256

"
    );
    for (hash, file) in sums {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{hash}  {file}");
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::evidence::sample::Sample;
    use std::process::Command;

    /// The commands that the text gives accept the record, and refuse it once a file is changed.
    #[test]
    fn the_commands_in_the_text_work() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let sample = runtime.block_on(Sample::sealed(14, 1)).unwrap();
        let folder = sample.folder();
        let text = std::fs::read_to_string(folder.join("README.txt")).unwrap();
        let key = text.split("CLAVE\n\n").nth(1).unwrap().split("\nSHA-256").next().unwrap();
        std::fs::write(sample.key_file(), key).unwrap();

        let command = |start: &str| {
            let line = text.lines().map(str::trim).find(|line| line.starts_with(start)).unwrap();
            let line = line.replace("key.pem", sample.key_file().to_str().unwrap());
            Command::new("sh").args(["-c", &line]).current_dir(&folder).output().unwrap()
        };
        assert!(command("openssl").status.success());
        let checked = command("grep");
        assert!(checked.status.success());
        assert_eq!(String::from_utf8_lossy(&checked.stdout).lines().count(), 7, "every file");

        std::fs::write(folder.join("derived/s01-mic.ogg"), b"other").unwrap();
        assert!(!command("grep").status.success());
        std::fs::write(folder.join("manifest.json"), b"other").unwrap();
        assert!(!command("openssl").status.success());
    }
}
