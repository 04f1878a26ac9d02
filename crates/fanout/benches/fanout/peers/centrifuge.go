// Centrifuge, the library in Go that Centrifugo is made of: each line on standard input, a number of bytes, goes to all.
package main

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/centrifugal/centrifuge"
)

// SO_REUSEPORT on Linux, which Go's standard library does not name.
const reusePort = 15

func main() {
	node, err := centrifuge.New(centrifuge.DefaultConfig)
	check(err)
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{
			Credentials:   &centrifuge.Credentials{},
			Subscriptions: map[string]centrifuge.SubscribeOptions{"live": {}},
		}, nil
	})
	node.OnConnect(func(*centrifuge.Client) {})
	check(node.Run())
	http.Handle("/live", centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{PingInterval: time.Hour}))
	shared := net.ListenConfig{Control: func(_, _ string, socket syscall.RawConn) error {
		return socket.Control(func(fd uintptr) { check(syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, reusePort, 1)) })
	}}
	for _, address := range os.Args[2:] {
		listener, err := shared.Listen(context.Background(), "tcp", address+":"+os.Args[1])
		check(err)
		go func() { check(http.Serve(listener, nil)) }()
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		bytes, err := strconv.Atoi(lines.Text())
		check(err)
		_, err = node.Publish("live", []byte(`"`+strings.Repeat("x", bytes)+`"`))
		check(err)
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
