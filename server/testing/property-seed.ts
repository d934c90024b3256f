import fc from "fast-check";

/** Every run tries the same examples, so that a failure is the change's; PROPERTY_SEED=N tries others. */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED) || 20_261_127 });
