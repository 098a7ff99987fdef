def log = new File(basedir, 'build.log').text
assert log.contains('ChangingSpec#answers(int8) choices.flipRate: added, ')
def accepted = new File(basedir, 'src/assay/accepted.json')
assert accepted.text.contains('choices.flipRate')
assert !accepted.text.contains('\r')
assert log =~ /\[ERROR\] BROKEN ChangingSpec#answers\(int8\): choices\.flipRate .*/
assert log.contains('1 limit broken. Report: ')
return true
