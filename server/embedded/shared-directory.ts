import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The directory for what root keeps outside a checkout that other accounts cannot enter: everybody may enter it, only
 * root may write. It is made when missing.
 *
 * @throws Error when neither place can be made, or somebody else owns it.
 */
export function sharedDirectory(): string {
  for (const place of sharedDirectoryCandidates()) {
    try {
      mkdirSync(place, { recursive: true });
      // A directory in /tmp could have been put there by somebody else, with programs of theirs in it.
      const found = lstatSync(place);
      if (!found.isDirectory() || found.uid !== process.getuid?.()) continue;
      chmodSync(place, 0o755);
      return place;
    } catch {
      // Not possible here (read-only system): the next place.
    }
  }
  throw new Error(
    `Neither ${sharedDirectoryCandidates().join(" nor ")} can be made; start from a checkout that other accounts can enter.`,
  );
}

/** The places that sharedDirectory may choose, best first; none of them need exist. */
export function sharedDirectoryCandidates(): string[] {
  return ["/var/lib/memberscope", join(tmpdir(), "memberscope-shared")];
}
