//! Choices on the command line.

/// Declares a choice on the command line that stands for a value of the core; the doc comments of
/// the variants are its help.
#[macro_export]
macro_rules! choice {
    ($(#[$meta:meta])* $vis:vis $name:ident for $core:ty { $($(#[$variant_meta:meta])* $variant:ident),+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
        $vis enum $name { $($(#[$variant_meta])* $variant),+ }

        impl From<$name> for $core {
            fn from(choice: $name) -> $core {
                match choice { $($name::$variant => <$core>::$variant),+ }
            }
        }
    };
}
