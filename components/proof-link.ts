import type { TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import type { AppRouter } from "#server/trpc/router";
import { askForProof } from "./ask-for-proof.ts";
import { isUnproved } from "./ui/read-fault.ts";

/** A call that is refused for want of a fresh proof asks for it and is made once more: whoever calls does not notice. */
export const proofLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let call = next(op).subscribe({
        ...observer,
        next: (value) => observer.next(value),
        complete: () => observer.complete(),
        async error(error) {
          if (!isUnproved(error) || !(await askForProof())) observer.error(error);
          else call = next(op).subscribe(observer);
        },
      });
      return () => call.unsubscribe();
    });
