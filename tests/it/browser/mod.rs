//! What people see: pages walked in a real browser.

mod accessibility;
mod citizen;
mod console;
mod guide;
mod harness;
mod keyboard;
mod linking;
mod lookups;
mod vneid;
