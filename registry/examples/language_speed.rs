//! Prints how long language look-ups take: `cargo run --release -p puente-registry --example
//! language_speed`. The limit is 5 ms.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::Instant;

use puente_registry::{error::Result, language::Dictionary};

fn main() -> Result<()> {
    let began = Instant::now();
    let dictionary = Dictionary::embedded()?;
    println!("dictionary built in {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    for text in ["mam", "mame", "maam", "zapoteco", "qequchi", "creole of hayti", "mi", "m"] {
        let mut times_us: Vec<f64> = (0..200)
            .map(|_| {
                let began = Instant::now();
                std::hint::black_box(dictionary.look_up(std::hint::black_box(text)));
                began.elapsed().as_secs_f64() * 1e6
            })
            .collect();
        times_us.sort_by(f64::total_cmp);
        let matches = dictionary.look_up(text).matches.len();
        println!(
            "{text:>16}  {matches:>3} matches  p50 {:>7.0} µs  p99 {:>7.0} µs  (limit 5000 µs)",
            times_us[100], times_us[198]
        );
    }
    Ok(())
}
