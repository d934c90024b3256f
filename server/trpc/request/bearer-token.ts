/** The token of an Authorization header; undefined when it holds none. One reading: who skips a check for tokens must mean the same. */
export function bearerTokenOf(headers: Headers): string | undefined {
  return /^Bearer (\S+)$/.exec(headers.get("authorization") ?? "")?.[1];
}
