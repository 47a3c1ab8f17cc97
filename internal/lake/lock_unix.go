//go:build unix

package lake

import (
	"os"
	"syscall"
)

// lockLake opens the lock file; alone tells that no other process has the lake open, so that leftovers may go.
func lockLake(path string) (f *os.File, alone bool, err error) {
	f, err = os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, false, err
	}
	return f, syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil, nil
}

// shareLake keeps others from taking the lake for deserted until f is closed.
func shareLake(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_SH) }

// syncDir makes a rename last through a power failure.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
