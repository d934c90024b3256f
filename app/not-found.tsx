import { NotFoundNotice } from "#components/frame/not-found-notice";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-content-center">
      <NotFoundNotice />
    </main>
  );
}
