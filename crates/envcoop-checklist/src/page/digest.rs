//! The digest by which the page names its own style and script to the browser: SHA-256 in Base64.
//!
//! Under a policy that lists digests nothing else in the page can run, not even if a text were to
//! come through unescaped.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Returns a text's digest as content policies write it, `sha256-…`.
pub(super) fn policy_source(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_that_of_the_standard() {
        // FIPS 180-4, the digest of `abc`.
        let source = policy_source("abc");
        assert_eq!(source, "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }
}
