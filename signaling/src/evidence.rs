//! The evidence of a hearing: sealing its record, verifying it without a server,
//! deriving ordinary files, and what each channel's listeners heard.
//!
//! `RECORD.md` describes a record's folder byte by byte. The journals themselves
//! are written by `puente_sfu::record`.

pub mod derive;
