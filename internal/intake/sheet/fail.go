package sheet

import (
	"errors"
	"io"

	"xunzhi"
)

const (
	hintResave  = "请用 Excel 或 WPS 打开该文件，另存为 .xlsx 后重新导入"
	hintResend  = "文件可能在拷贝或下载时中断，请向提供部门重新索取"
	hintUnlock  = "请提供部门取消打开密码后重新提供"
	hintSplit   = "请按乡镇或年份拆成几个文件后重新导入"
	hintConvert = "请把表格另存为 .xlsx 或 .csv 后导入"
)

func invalid(format string, args ...any) *xunzhi.Error {
	return xunzhi.Errorf(xunzhi.CodeInvalid, format, args...)
}

func refused(format string, args ...any) *xunzhi.Error {
	return xunzhi.Errorf(xunzhi.CodeRefused, format, args...)
}

// broken says that a part of the file cannot be read. It keeps an error that is already fit for people.
func broken(part string, err error) error {
	var e *xunzhi.Error
	if errors.As(err, &e) {
		return err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return invalid("文件不完整：%s在中途断开", part).WithHint(hintResend).Wrap(err)
	}
	return invalid("文件已损坏：%s无法读取", part).WithHint(hintResend).Wrap(err)
}

func tooMany(what string, limit int) error {
	return refused("%s超过上限 %d 个", what, limit).WithHint(hintSplit)
}

func truncated(part string) error { return broken(part, io.ErrUnexpectedEOF) }

func tooBig(what string, limit int64) error {
	return refused("%s超过上限 %d MB", what, limit>>20).WithHint(hintSplit)
}
