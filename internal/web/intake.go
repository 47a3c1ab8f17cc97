package web

import (
	"net/http"
	"slices"
	"strconv"

	"xunzhi"
	"xunzhi/internal/document"
	"xunzhi/internal/intake"
)

type intakeList struct {
	Count    document.IntakeCount
	Trouble  []fileRow // files that were not loaded
	Files    []fileRow
	Overlaps []intake.Overlap
}

// fileRow is a file with its number in the report, which is its address.
type fileRow struct {
	No int
	intake.FileReport
	sheetSum
}

// intakeList shows every file: what it was taken for, how sure, and what could not be used.
func (s *server) intakeList(w http.ResponseWriter, r *http.Request) error {
	in := &s.run.intake
	l := intakeList{Count: document.CountIntake(in), Overlaps: in.Overlaps}
	for i, f := range in.Files {
		row := fileRow{i + 1, f, sumSheets(f)}
		if document.Unloaded(f.Status) {
			l.Trouble = append(l.Trouble, row)
		} else {
			l.Files = append(l.Files, row)
		}
	}
	return s.show(w, http.StatusOK, "intake.html", frame{Title: "数据接收", Nav: "intake", Crumbs: []crumb{{Name: "数据接收"}}, Body: l})
}

// intakeFile shows one file with the columns of each sheet and what was rejected.
func (s *server) intakeFile(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.Atoi(r.PathValue("no"))
	if err != nil || n < 1 || n > len(s.run.intake.Files) {
		return xunzhi.Errorf(xunzhi.CodeNotFound, "没有第 %s 个文件", clip(r.PathValue("no"), 10)).WithHint("从“数据接收”重新查找")
	}
	f := s.run.intake.Files[n-1]
	return s.show(w, http.StatusOK, "file.html", frame{Title: document.MaskText(f.File), Nav: "intake",
		Crumbs: []crumb{{"数据接收", "/intake"}, {Name: document.MaskText(f.File)}}, Body: f})
}

// sheetSum is what the sheets of a file hold together.
type sheetSum struct {
	Sources                []string
	Rows, Loaded, Rejected int
}

func sumSheets(f intake.FileReport) sheetSum {
	var sum sheetSum
	for _, s := range f.Sheets {
		sum.Rows += s.Rows
		sum.Loaded += s.Loaded
		sum.Rejected += s.Rejected
		if s.SourceName != "" && !slices.Contains(sum.Sources, s.SourceName) {
			sum.Sources = append(sum.Sources, s.SourceName)
		}
	}
	return sum
}
