//! Builds again when a text is added: the compiler alone notices only those that were there before.

fn main() {
    println!("cargo:rerun-if-changed=../../words");
}
