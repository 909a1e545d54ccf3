//! The media plane: datagrams in, datagrams out, journals on disk. Knows no people, no SQL, no HTTP.

pub mod record;
