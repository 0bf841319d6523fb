//! Work on the parts of an input, on several threads and taken in order.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

/// Works on parts as `next` cuts them off, `n_threads` at a time, and takes what is found in the order
/// of the parts. Ends behind the last, or at the first in which nothing is found; returns the parts
/// of which nothing was taken.
pub(crate) fn in_order<P: Send + Sync, W: Send>(
    n_threads: usize,
    mut next: impl FnMut() -> Option<P>,
    work: &(dyn Fn(&P) -> Option<W> + Sync),
    mut take: impl FnMut(W),
) -> VecDeque<Arc<P>> {
    let mut open: VecDeque<Arc<P>> = VecDeque::new();
    if n_threads < 2 {
        while let Some(part) = next() {
            let Some(found) = work(&part) else {
                open.push_back(Arc::new(part));
                break;
            };
            take(found);
        }
        return open;
    }
    std::thread::scope(|scope| {
        let (to_do, parts) = mpsc::channel::<(u64, Arc<P>)>();
        let (done, results) = mpsc::channel();
        let parts = Arc::new(Mutex::new(parts));
        for _ in 0..n_threads {
            let (parts, done) = (Arc::clone(&parts), done.clone());
            scope.spawn(move || {
                let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok((n, part)) = next() {
                    if done.send((n, work(&part))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let (mut ready, mut n_cut, mut n_taken) = (BTreeMap::new(), 0, 0);
        loop {
            while open.len() < n_threads + 2
                && let Some(part) = next()
            {
                let part = Arc::new(part);
                open.push_back(Arc::clone(&part));
                // Threads that are gone answer nothing, and nothing is taken of the part.
                let _ = to_do.send((n_cut, part));
                n_cut += 1;
            }
            if open.is_empty() {
                return;
            }
            while !ready.contains_key(&n_taken) {
                let Ok((n, found)) = results.recv() else { return };
                ready.insert(n, found);
            }
            let Some(Some(found)) = ready.remove(&n_taken) else { return };
            take(found);
            open.pop_front();
            n_taken += 1;
        }
    });
    open
}

/// What fails where a fault is known, and is empty else.
pub(crate) struct Failing(pub(crate) Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
