package synth

func (p *planner) qualityCases()             {}
func (p *planner) subsidyCases()             {}
func (p *planner) housingCases()             {}
func (p *planner) fundsCases()               {}
func (p *planner) linkedCases()              {}
func newXLSTable(path string) (table, error) { return newXLSXTable(path, true) }
