//! What people see: pages walked in a real browser.

mod harness;
