/**
 * Names after each other, as `calls.members.profile.query`, become a path, and calling it gives path and arguments to `call`. Nothing knows here
 * which names there are: the types of the router say it.
 */
export function pathsTo(call: (path: readonly string[], args: readonly unknown[]) => unknown): unknown {
  return stepTo([], call);
}

function stepTo(path: readonly string[], call: Parameters<typeof pathsTo>[0]): unknown {
  return new Proxy(() => {}, {
    // A proxy that has a `then` would be waited for as a promise.
    get: (_, name) => (typeof name === "string" && name !== "then" ? stepTo([...path, name], call) : undefined),
    apply: (_, __, args: unknown[]) => call(path, args),
  });
}
