//! What goes wrong on a machine: each failure is one clear line, and nothing is left half made.

mod disk;
mod files;
mod parent;
mod processes;
