//go:build !unix

package lake

import "os"

// lockLake opens the lock file. There is no lock to ask here: one process at a time is assumed.
func lockLake(path string) (f *os.File, alone bool, err error) {
	f, err = os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	return f, true, err
}

func shareLake(*os.File) error { return nil }

// syncDir does nothing: folders cannot be synced here.
func syncDir(string) error { return nil }
