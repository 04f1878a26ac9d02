// The sign-up page: lets this browser be woken. E-mail and text messages work without it.

const form = document.querySelector<HTMLFormElement>("form#signup");
const progress = document.querySelector<HTMLElement>("#status");
/** How often is asked whether the test message has arrived, and for how long, in milliseconds. */
const ASK_EVERY_MS = 1_000;
const ASK_FOR_MS = 120_000;

interface Offer {
  readonly form: string;
  readonly vapid_key: string;
}

if (form !== null) {
  const way = form.querySelector<HTMLInputElement>('input[name="way"][value="push"]');
  if (way !== null && isSecureContext && "serviceWorker" in navigator && "PushManager" in window) {
    way.disabled = false;
  }
  const locate = form.querySelector<HTMLButtonElement>("#locate");
  if (locate !== null && "geolocation" in navigator) {
    locate.hidden = false;
    locate.addEventListener("click", () => navigator.geolocation.getCurrentPosition(fill));
  }
  form.addEventListener("submit", (event) => {
    if (new FormData(form).get("way") !== "push") return;
    event.preventDefault();
    say("wait");
    signUp(form).catch((why: unknown) => say("refused", why instanceof Error ? why.message : String(why)));
  });
}

/** A block of houses is enough: two decimals more would be a door. */
function fill({ coords }: GeolocationPosition): void {
  for (const [name, degrees] of [["lat", coords.latitude], ["lon", coords.longitude]] as const) {
    const field = form?.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    if (field) field.value = degrees.toFixed(3);
  }
}

async function signUp(form: HTMLFormElement): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("Notification.permission");
  const registration = await navigator.serviceWorker.register("/signup/worker.js", { scope: "/signup/" });
  await active(registration);
  const offer = (await answer(await fetch("/api/v1/signups"))) as Offer;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: offer.vapid_key,
  });
  const { endpoint, keys } = subscription.toJSON();
  const fields = new FormData(form);
  const [lat, lon] = [fields.get("lat"), fields.get("lon")].map((value) => (value === "" ? null : Number(value)));
  const said = {
    form: fields.get("form"),
    way: "push",
    push: { endpoint, p256dh: keys?.["p256dh"], auth: keys?.["auth"] },
    zones: fields.getAll("zone"),
    place: lat === null || lon === null ? null : [lat, lon],
    language: fields.get("language"),
    needs: fields.getAll("need"),
  };
  const sent = await fetch("/api/v1/signups", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(said),
  });
  const { handle } = (await answer(sent)) as { handle: string };
  say("sent");
  await follow(handle);
}

/** Says that warnings come as soon as the test message has arrived, and nothing before. */
async function follow(handle: string): Promise<void> {
  const until = Date.now() + ASK_FOR_MS;
  while (Date.now() < until) {
    const standing = await fetch(`/api/v1/signups/${handle}`);
    if (standing.ok && ((await standing.json()) as { state: string }).state === "live") {
      say("live");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  say("pending");
}

/** A worker that is being installed cannot subscribe yet. */
async function active(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active !== null || worker === null) return;
  await new Promise<void>((resolve) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve();
    });
  });
}

async function answer(response: Response): Promise<unknown> {
  const body = (await response.json()) as { detail?: string };
  if (!response.ok) throw new Error(body.detail ?? String(response.status));
  return body;
}

function say(what: "wait" | "sent" | "live" | "pending" | "refused", why = ""): void {
  if (progress === null || form === null) return;
  const text = what === "wait" ? "…" : (form.dataset[what] ?? "");
  progress.textContent = why === "" ? text : `${text}: ${why}`;
  progress.dataset["state"] = what;
}
