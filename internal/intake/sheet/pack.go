package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

const (
	maxDirectory = 8 << 20  // bytes read while the central directory is: about 100,000 entries
	maxEntries   = 20_000   // a workbook of 255 sheets with drawings has a few thousand
	maxSmallPart = 64 << 20 // workbook, rels and styles, unpacked; bloated styles reach 30 MB
	heldPart     = 64 << 20 // a part up to this size is unpacked to memory at once
)

// pack is an OOXML package. Only the central directory is believed; nothing is unpacked to disk.
type pack struct {
	zip   *zip.Reader
	parts map[string]*zip.File // by lower-case name without a leading slash
}

// directoryReader bounds what is read before the entries can be counted: a directory of a million entries would
// cost hundreds of MB.
type directoryReader struct {
	r    io.ReaderAt
	left int64 // < 0 after opening: no limit
}

var errDirectory = errors.New("central directory too large")

func (d *directoryReader) ReadAt(p []byte, off int64) (int, error) {
	if d.left >= 0 {
		if d.left -= int64(len(p)); d.left < 0 {
			d.left = 0
			return 0, errDirectory
		}
	}
	return d.r.ReadAt(p, off)
}

func openPack(r io.ReaderAt, size int64) (*pack, error) {
	dir := &directoryReader{r: r, left: maxDirectory}
	z, err := zip.NewReader(dir, size)
	dir.left = -1
	switch {
	case errors.Is(err, errDirectory), err == nil && len(z.File) > maxEntries:
		return nil, refused("压缩包内条目超过 %d 个，不像电子表格", maxEntries).WithHint(hintResave)
	case err != nil:
		return nil, invalid("文件不完整：缺少 .xlsx 末尾的目录").WithHint(hintResend).Wrap(err)
	}
	z.RegisterDecompressor(zip.Deflate, newInflater)
	p := &pack{zip: z, parts: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		if err := p.add(f); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *pack) add(f *zip.File) error {
	name := partKey(f.Name)
	if f.Mode()&fs.ModeSymlink != 0 || strings.Contains("/"+name+"/", "/../") {
		return refused("压缩包内有越界路径或链接，拒绝读取").WithHint(hintResave)
	}
	if f.Flags&1 != 0 {
		return refused("文件设有打开密码，无法读取").WithHint(hintUnlock)
	}
	if _, twice := p.parts[name]; !twice {
		p.parts[name] = f
	}
	return nil
}

// partKey is how a part is looked up: some writers use backslashes, a leading slash or other capitals.
func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// resolve turns the target of a relationship of the part from into a part's key. A target that starts with a slash is absolute.
func resolve(from, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = path.Join("/", path.Dir(from), target)
	}
	return partKey(path.Clean(target))
}

func (p *pack) has(key string) bool { return p.parts[key] != nil }

// hasUnder reports whether there is a part in this folder.
func (p *pack) hasUnder(prefix string) bool {
	for name := range p.parts {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// load unpacks a whole part, in UTF-8. buf is used when it is large enough.
func (p *pack) load(key, what string, limit int64, buf []byte) ([]byte, error) {
	f := p.parts[key]
	if f == nil {
		return nil, invalid("文件已损坏：缺少%s", what).WithHint(hintResend)
	}
	if int64(f.UncompressedSize64) > limit {
		return nil, tooBig(what, limit)
	}
	r, err := f.Open()
	if err != nil {
		return nil, broken(what, err)
	}
	defer r.Close()
	buf, err = readAll(r, buf[:0], limit, int64(f.UncompressedSize64))
	if err != nil {
		return nil, broken(what, err)
	}
	return toUTF8(buf, what)
}

// readAll reads r to its end and no further than limit, whatever size it was said to have.
func readAll(r io.Reader, buf []byte, limit, expect int64) ([]byte, error) {
	if want := min(expect, heldPart) + 1; int64(cap(buf)) < want {
		buf = make([]byte, 0, want)
	}
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return nil, err
		}
		if int64(len(buf)) > limit {
			return nil, tooBig("部件", limit)
		}
	}
}

// toUTF8 takes off a byte order mark and turns UTF-16, the only other encoding that OOXML allows.
func toUTF8(b []byte, what string) ([]byte, error) {
	if bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")) {
		return b[3:], nil
	}
	if !bytes.HasPrefix(b, []byte("\xFF\xFE")) && !bytes.HasPrefix(b, []byte("\xFE\xFF")) {
		return b, nil
	}
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(b)
	if err != nil {
		return nil, broken(what, err)
	}
	return out, nil
}
