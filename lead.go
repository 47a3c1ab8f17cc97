package xunzhi

// Grade says how strongly a rule's hit asks for verification; red is strongest.
type Grade string

// The four grades, strongest first.
const (
	Red    Grade = "red"
	Orange Grade = "orange"
	Yellow Grade = "yellow"
	Blue   Grade = "blue"
)

var gradeOrder = []Grade{Red, Orange, Yellow, Blue}

// Rank gives 0 for red to 3 for blue, 4 for anything else.
func (g Grade) Rank() int {
	for i, o := range gradeOrder {
		if g == o {
			return i
		}
	}
	return len(gradeOrder)
}

// Weaker gives the next weaker grade; blue stays blue.
func (g Grade) Weaker() Grade { return gradeOrder[min(g.Rank()+1, len(gradeOrder)-1)] }

// Name gives the grade's Chinese name.
func (g Grade) Name() string {
	switch g {
	case Red:
		return "红"
	case Orange:
		return "橙"
	case Yellow:
		return "黄"
	case Blue:
		return "蓝"
	}
	return string(g)
}

// Subject is whom or what a lead is about: person, household, organisation, contract, project, asset, village,
// account, voucher or invoice. Key is the key of rules.md: a person's number, a village's code, a contract's number …
type Subject struct {
	Kind string `json:"kind"`
	Key  string `json:"key"`
	Name string `json:"name,omitempty"`
}

// Evidence is one row that a lead rests on, as the department wrote it. Row is the number that a person sees in the
// spreadsheet, or the line number in a text file; Sheet is empty for a text file. Values hold header → cell text.
type Evidence struct {
	Source string            `json:"source"`
	File   string            `json:"file"`
	Sheet  string            `json:"sheet"`
	Row    int               `json:"row"`
	Values map[string]string `json:"values"`
}

// Lead is a point to verify (疑点): a question with its evidence, never a finding. It is one line of leads.ndjson.
type Lead struct {
	ID          string     `json:"id"` // the same for the same rule, subject, village and object, in every run
	Rule        string     `json:"rule"`
	Grade       Grade      `json:"grade"`
	Village     string     `json:"village"` // 12-digit code, empty when no row says one
	Subject     Subject    `json:"subject"`
	Object      *Subject   `json:"object"`
	Amount      string     `json:"amount"` // yuan with two decimals; empty where the rule counts no money
	First       string     `json:"first"`  // 2024-09-01, empty when undated
	Last        string     `json:"last"`
	Confidence  float64    `json:"confidence"` // the weakest link's probability
	Priority    float64    `json:"priority"`
	Explanation string     `json:"explanation"`
	Path        []PathStep `json:"path,omitempty"`  // how subject and counterparty are tied, where a rule asks that
	Parts       []Part     `json:"parts,omitempty"` // what the priority is the product of
	Evidence    []Evidence `json:"evidence"`
}

// PathStep is one tie on the way from an officer to a counterparty.
type PathStep struct {
	From string `json:"from"`
	Tie  string `json:"tie"` // 配偶, 法定代表人, 股东(30%), 参保单位 …
	To   string `json:"to"`
}

// Part is one factor of a lead's priority.
type Part struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}
