// Runs in the browser while no page is open: shows what it is woken for, and says that a test message came.

interface Pushed {
  readonly kind: "actual" | "exercise" | "test";
  readonly title: string;
  readonly body: string;
  readonly lang: string;
  readonly url: string;
  readonly proof?: string;
  readonly warning?: number;
  readonly sounds?: boolean;
}

/** What of a worker's world is used here; the types of pages and of workers exclude each other. */
interface Worker {
  addEventListener(type: "push", listener: (event: { data: { json(): unknown } | null } & Waits) => void): void;
  addEventListener(
    type: "notificationclick",
    listener: (event: { notification: Notification } & Waits) => void,
  ): void;
  addEventListener(type: "install", listener: () => void): void;
  skipWaiting(): Promise<void>;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { openWindow(url: string): Promise<unknown> };
}

interface Waits {
  waitUntil(work: Promise<unknown>): void;
}

const worker = self as unknown as Worker;

worker.addEventListener("install", () => void worker.skipWaiting());

worker.addEventListener("push", (event) => {
  const pushed = event.data?.json() as Pushed | undefined;
  if (pushed !== undefined) event.waitUntil(Promise.all([show(pushed), acknowledge(pushed)]));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url } = event.notification.data as { url: string };
  event.waitUntil(worker.clients.openWindow(url));
});

/** One warning is one entry: what is newer takes the place of what it follows. */
function show({ kind, title, body, lang, url, warning, sounds }: Pushed): Promise<void> {
  const tag = warning === undefined ? kind : `warning-${warning}`;
  const options = { body, lang, tag, dir: "auto" as const, renotify: sounds !== false, requireInteraction: sounds === true, data: { url } };
  return worker.registration.showNotification(title, options);
}

/** Until this is said, nothing else comes. */
async function acknowledge({ kind, proof }: Pushed): Promise<void> {
  if (kind !== "test" || proof === undefined) return;
  await fetch(`/api/v1/signups/${proof}/heard`, { method: "POST" });
}
