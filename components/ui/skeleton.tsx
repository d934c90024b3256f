import { clsx } from "clsx";

/** One grey bar in the shape of what is to come. */
export function Bone({ className }: { className?: string }) {
  return <span className={clsx("pulse block rounded bg-line", className ?? "h-3.5 w-full")} />;
}

/** Rows of a list that is on its way. Announced once by `label`. */
export function RowsLoading({ rows = 8, tall = false, label }: { rows?: number; tall?: boolean; label: string }) {
  return (
    <div role="status" aria-label={label} className="after-a-moment">
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className={clsx("flex items-center gap-4 border-t border-line px-4", tall ? "h-15" : "h-10")}>
          <Bone className="h-3 w-16" />
          <Bone className="h-3 w-5" />
          <Bone className={clsx("h-3", row % 3 === 0 ? "w-1/2" : row % 3 === 1 ? "w-2/5" : "w-3/5")} />
        </div>
      ))}
    </div>
  );
}
