"""Asks a server for its live alerts with a client written for api.weather.gov; one JSON object a line.

Usage: weather_client.py ADDRESS [POINT]
"""

import json
import sys

from nws_api_client import NwsAPIClient


def main(address, point=None):
    client = NwsAPIClient(user_agent="vigie-test", server_url=address)
    answer = client.alerts.get_active(point=point, timeout_ms=20_000)
    for feature in answer.result.features:
        said = feature.properties
        print(
            json.dumps(
                {
                    "id": said.id,
                    "event": said.event,
                    "status": str(said.status.value),
                    "severity": str(said.severity.value),
                    "headline": said.headline,
                    "expires": said.expires.isoformat() if said.expires else None,
                }
            )
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
