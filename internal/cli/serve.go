package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"xunzhi"
	"xunzhi/internal/web"
)

type serveCmd struct {
	Out  string `arg:"" help:"screen 的输出目录。" type:"existingdir"`
	Addr string `help:"监听地址,只能是本机。" default:"127.0.0.1:8588"`
}

// Run serves until it is interrupted. It listens on loopback only: there are no accounts yet, so nobody else may look.
func (c serveCmd) Run(env *environment) error {
	if err := loopback(c.Addr); err != nil {
		return err
	}
	h, err := web.New(c.Out)
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return xunzhi.Errorf(xunzhi.CodeConflict, "不能监听 %s", c.Addr).WithHint("换一个端口,如 --addr 127.0.0.1:8589").Wrap(err)
	}
	fmt.Fprintf(env.stdout, "请在本机浏览器打开 http://%s/ (尚无账号,只有本机能看;Ctrl-C 结束)\n", ln.Addr())
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ln) }()
	select {
	case err = <-ended:
	case <-env.ctx.Done():
		ctx, cancel := context.WithTimeout(context.WithoutCancel(env.ctx), 5*time.Second)
		defer cancel()
		err = srv.Shutdown(ctx)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func loopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return xunzhi.Errorf(xunzhi.CodeUsage, "监听地址「%s」读不懂", addr).WithHint("写成 127.0.0.1:8588")
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return xunzhi.Errorf(xunzhi.CodeRefused, "不能监听 %s:现在还没有账号,只允许本机访问", addr).WithHint("用 127.0.0.1 或 localhost")
	}
	return nil
}
