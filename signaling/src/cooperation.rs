//! What requests between countries need besides the bank: sealing, signing, and paper.

mod certificate;
mod cms;
mod der;
pub mod hpke;
pub mod keys;
pub mod pdf;
pub mod words;
