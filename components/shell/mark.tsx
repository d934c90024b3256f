/** The product's mark. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className="size-6 shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <circle cx="14" cy="14" r="6.5" fill="none" strokeWidth="2.6" className="stroke-on-accent" />
      <path d="M19 19l6 6" strokeWidth="2.8" strokeLinecap="round" className="stroke-on-accent" />
      <circle cx="14" cy="14" r="2" className="fill-on-accent" />
    </svg>
  );
}
