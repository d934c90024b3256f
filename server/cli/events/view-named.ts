import type { SavedView } from "../../vocabulary/explore/saved-view.ts";
import type { apiOf } from "../command/api-client.ts";
import { CommandFailure } from "../command/command.ts";

/**
 * The saved view of a name: one's own before the team's. `OWNER/NAME` names that person's.
 *
 * @throws CommandFailure when there is none, or when several of the team have the name.
 */
export async function viewNamed(call: ReturnType<typeof apiOf>, name: string): Promise<SavedView> {
  const { views } = await call((api) => api.views.list.query({}));
  const named = views.filter((view) => view.name === name || `${view.owner.login}/${view.name}` === name);
  const own = named.filter(({ isMine }) => isMine);
  const [view, ...others] = own.length > 0 ? own : named;
  if (view === undefined) {
    throw new CommandFailure(`There is no saved view "${name}" that you may open. "events views" lists them.`);
  }
  if (others.length === 0) return view;
  const choices = named.map(({ owner }) => `${owner.login}/${name}`).join(", ");
  throw new CommandFailure(`Several people have a view "${name}". Write one of: ${choices}.`);
}
