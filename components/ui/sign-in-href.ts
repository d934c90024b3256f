/** The sign-in page as it is for somebody whose session ended here; it leads back to what the address asks for. */
export function signInHref({ pathname, search }: { pathname: string; search: string }): string {
  return `/sign-in?${new URLSearchParams({ ended: "1", next: pathname + search })}`;
}
