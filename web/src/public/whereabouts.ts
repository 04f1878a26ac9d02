// The reader's place: asked of the device when the reader wants it, kept on the device, and told to
// nobody. The server gets the cell of about 5 km that it lies in.

import { lies, type Lies, type Place } from "../live.ts";
import type { Area } from "../live/wire.ts";

const KEY = "vigie-place";
/** How long the device may look for itself, in milliseconds. */
const LOOK_MS_MAX = 20_000;

/** The place that was kept, if one was. */
export function keptPlace(): Place | null {
  try {
    const { lat, lon } = JSON.parse(localStorage.getItem(KEY) ?? "null") as { lat: unknown; lon: unknown };
    return typeof lat === "number" && typeof lon === "number" ? { lat, lon } : null;
  } catch {
    return null;
  }
}

export function keepPlace(place: Place | null): void {
  try {
    if (place === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify({ lat: place.lat, lon: place.lon }));
  } catch {
    // A device that keeps nothing asks again the next time.
  }
}

/** Where the device says that it is; `null` when it does not. */
export function lookAround(): Promise<Place | null> {
  return new Promise((found) => {
    if (!("geolocation" in navigator)) return found(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found({ lat: coords.latitude, lon: coords.longitude }),
      () => found(null),
      { maximumAge: 600_000, timeout: LOOK_MS_MAX },
    );
  });
}

/** Where the reader's place is to an area; without a place everything concerns the reader. */
export function concernOf(area: Area, place: Place | null): Lies {
  return place === null ? "within" : lies(area, place);
}
