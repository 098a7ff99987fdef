def log = new File(basedir, 'build.log').text
def (first, second) = log.split('BUILD SUCCESS', 2)
assert first.contains('2 limits broken, 2 checks failed by an assertion (assay:check will tell)')
assert !first.contains('BROKEN')

assert second.count('[ERROR] BROKEN BreachSpec#answers(pruned): ') == 2
assert !second.contains('BROKEN BreachSpec#answers(int8)')
assert second =~ /\[ERROR\] +flipped q\d+ ".*": [A-D] .* -> [A-D] .*, right is [A-D]/
assert second.contains('FAILED BreachSpec#itsOwnAssertion(int8): ')
assert second.contains('the body says no')
def failure = second.readLines().find { it.contains('Failed to execute goal') }
assert failure.contains(':check ')
assert failure.contains('2 limits broken, 2 checks failed by an assertion. Report: ')
assert second.contains('MojoFailureException')

def report = new File(basedir, 'target/assay/report/index.html')
assert failure.contains(report.path)
assert report.isFile()
return true
