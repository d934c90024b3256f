import { FamilyIcon } from "#components/events/words/family-icon";
import { Sentence } from "#components/events/words/sentence";
import { MemberLink } from "#components/member-link";
import { PageLink } from "#components/ui/page-link";
import { Time } from "#components/ui/time/time";
import type { MemberEvent } from "#server/vocabulary/member-event";

/** Events as sentences with time and member; the time opens the event. */
export function PlainEvents({ events }: { events: readonly MemberEvent[] }) {
  return (
    <ul>
      {events.map((event) => (
        <li key={event.id} className="grid border-t border-line px-4 py-2">
          <span className="flex items-start gap-1.5">
            <FamilyIcon family={event.family} />
            <span>
              <Sentence event={event} />
            </span>
          </span>
          <span className="flex flex-wrap gap-x-2 text-meta text-ink-faint">
            <PageLink href={`/events/${event.id}`} target="_blank" className="hover:underline">
              <Time iso={event.occurredAt} exact />
            </PageLink>
            <MemberLink memberId={event.memberId} />
          </span>
        </li>
      ))}
    </ul>
  );
}
