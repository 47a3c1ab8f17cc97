package xunzhi

import (
	"errors"
	"fmt"
)

// Code says what kind of failure an [Error] is; commands map it to an exit code, pages to a status.
type Code string

// The kinds of failure.
const (
	CodeInvalid  Code = "invalid"  // what was given cannot be used as it is
	CodeNotFound Code = "notfound" // what was asked for does not exist
	CodeConflict Code = "conflict" // it exists already, or is held by somebody else
	CodeRefused  Code = "refused"  // the product must not do this
	CodeUsage    Code = "usage"    // the command was called wrongly
	CodeInternal Code = "internal" // a fault of the program
)

// Error is the one error type that people see. Message and Hint are Chinese: what is wrong and where, and what to do
// next. Err, where set, is the cause for the log and is never shown on a page.
type Error struct {
	Code    Code
	Message string
	Hint    string
	Err     error
}

// Errorf makes an Error with a formatted message.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// WithHint sets what to do next and returns e.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// Wrap sets the cause and returns e.
func (e *Error) Wrap(err error) *Error {
	e.Err = err
	return e
}

// Error gives message, hint and cause in one line.
func (e *Error) Error() string {
	s := e.Message
	if e.Hint != "" {
		s += "。" + e.Hint
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf finds the code of the first Error in err's chain; CodeInternal when there is none.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}
