import { BlockList, isIP } from "node:net";

/** Which hosts of private networks may be called: those with these names, and those with addresses of these networks. */
export type PrivateHosts = { isNamed: (hostname: string) => boolean; isWithin: (address: string) => boolean };

/** Nobody's private network is called unless it is named. */
export const NO_PRIVATE_HOSTS: PrivateHosts = { isNamed: () => false, isWithin: () => false };

const HOST_NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;

/**
 * Reads host names and networks, parted by commas: `held.corp.internal,10.20.0.0/16`.
 *
 * @returns null when a part is neither.
 */
export function parsePrivateHosts(text: string): PrivateHosts | null {
  const names = new Set<string>();
  const networks = new BlockList();
  for (const part of text.split(",").map((one) => one.trim().toLowerCase())) {
    const [address = "", bits, more] = part.split("/");
    const version = isIP(address);
    if (version === 0 && HOST_NAME.test(part)) names.add(part);
    else if (version === 0 || more !== undefined || !addNetwork(networks, { address, bits, version })) return null;
  }
  return {
    isNamed: (hostname) => names.has(hostname.toLowerCase()),
    isWithin(address) {
      const version = isIP(address);
      return version !== 0 && networks.check(address, familyOf(version));
    },
  };
}

function addNetwork(
  networks: BlockList,
  { address, bits, version }: { address: string; bits: string | undefined; version: number },
): boolean {
  const most = version === 4 ? 32 : 128;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return false;
  const prefix = bits === undefined ? most : Number(bits);
  if (prefix > most) return false;
  networks.addSubnet(address, prefix, familyOf(version));
  return true;
}

function familyOf(version: number): "ipv4" | "ipv6" {
  return version === 4 ? "ipv4" : "ipv6";
}
