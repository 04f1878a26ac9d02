"""Hears a server's warnings with clients that others wrote, unchanged but for the address; one JSON object a line.

Usage: listeners.py FILE ZONE LATITUDE,LONGITUDE

FILE is where the server writes its address; it is waited for, so that everything is loaded when the server starts.

aiontfy is what Home Assistant's ntfy integration listens with, georss_generic_client what its GeoRSS platform reads
with, nws_api_client and pynws are clients of api.weather.gov. Each says `ready`, then what it
has received, and ends.
"""

import asyncio
import json
import sys

import pynws
from aiontfy import Message, Ntfy
from aiontfy.exceptions import NtfyForbiddenError, NtfyNotFoundError
from aiohttp import ClientSession
from georss_generic_client import GenericFeed
from nws_api_client import NwsAPIClient

REST_S = 0.1


def say(client, **said):
    print(json.dumps({"client": client, **said}), flush=True)


async def ntfy(session, address, zone):
    client = Ntfy(address, session)
    account = await client.account()
    assert account.role == "anonymous", account
    assert (await client.stats()).messages >= 0
    for refused in (client.publish(Message(topic=zone, message="all clear")), client.can_subscribe(["mytopic"])):
        try:
            await refused
            raise SystemExit("aiontfy was not refused")
        except (NtfyForbiddenError, NtfyNotFoundError) as error:
            assert len(str(error)) > 40, error
    heard = asyncio.Event()

    def listen(said):
        if said.event == "open":
            say("aiontfy", ready=True)
        if said.event != "message":
            return
        say(
            "aiontfy",
            id=said.id,
            thread=said.sequence_id,
            title=said.title,
            text=said.message,
            priority=int(said.priority),
            tags=said.tags,
            attached=str(said.attachment.url),
        )
        heard.set()

    listening = asyncio.create_task(client.subscribe([zone], listen))
    await asyncio.wait({listening, asyncio.create_task(heard.wait())}, return_when=asyncio.FIRST_COMPLETED)
    if not heard.is_set():
        await listening
        raise SystemExit("aiontfy stopped listening")
    listening.cancel()


async def georss(address, form, home):
    feed = GenericFeed(home, f"{address}/cap/alerts.{form}", filter_radius=20.0)
    client = f"georss-{form}"
    say(client, ready=True)
    while True:
        status, entries = await asyncio.to_thread(feed.update)
        assert status in ("OK", "OK_NO_DATA"), status
        if entries:
            for one in entries:
                say(client, title=one.title, category=one.category, km=one.distance_to_home)
            return
        await asyncio.sleep(REST_S)


async def weather(address, home):
    client = NwsAPIClient(user_agent="vigie-test", server_url=address)
    say("nws-api-client", ready=True)
    while True:
        point = f"{home[0]},{home[1]}"
        answer = await asyncio.to_thread(client.alerts.get_active, point=point, timeout_ms=20_000)
        if answer.result.features:
            for feature in answer.result.features:
                said = feature.properties
                say("nws-api-client", event=said.event, title=said.headline, status=str(said.status.value))
            return
        await asyncio.sleep(REST_S)


async def zone_of_weather(session, address, zone):
    pynws.urls.API_URL = f"{address}/"
    client = pynws.Nws(session, "vigie-test")
    say("pynws", ready=True)
    while True:
        alerts = await client.get_alerts_active_zone(zone)
        if alerts:
            for one in alerts:
                say("pynws", event=one["event"], title=one["headline"], status=one["status"])
            return
        await asyncio.sleep(REST_S)


async def address_in(file):
    say("listeners", ready=True)
    while True:
        try:
            with open(file, encoding="utf-8") as said:
                return said.read().strip()
        except FileNotFoundError:
            await asyncio.sleep(REST_S / 10)


async def main(file, zone, home):
    address = await address_in(file)
    home = tuple(float(part) for part in home.split(","))
    async with ClientSession() as session:
        await asyncio.gather(
            ntfy(session, address, zone),
            georss(address, "rss", home),
            georss(address, "atom", home),
            weather(address, home),
            zone_of_weather(session, address, zone),
        )


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
