// Package linkage says who is who: it gives every person and organisation that a snapshot's rows name a stable integer,
// and derives households, ties of kin and office, and paths from village officers to whoever is near them.
//
// What holds for every result:
//   - A person is never taken for a namesake: no link rests on a name alone.
//   - What a department wrote is never changed. A repaired number is an inference, with a probability and a method.
//   - Two unlike names under one number are two persons until somebody decides.
//   - The result follows from the rows alone: not from the order of batches, the number of processors or the clock.
//
// Only what differs from the rows' own <field>_key is written (table exception); everything else rests on the valid
// number itself. Results stand in LAKE/links/<id>, where id follows from the snapshot, the catalogue and [Version].
//
// What is not here: rows without any number other than organisations' names, decisions of people, and SQL (engine).
package linkage
