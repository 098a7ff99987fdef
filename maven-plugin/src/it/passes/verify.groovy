def log = new File(basedir, 'build.log').text
assert log.contains('[1/3] PassingSpec#answers') : 'progress is told'
assert log =~ / read .+: [\d,]+ tokens.* of [\d,]+ tokens \(100%\)/ : 'the last reading ends the run'
// Here is no terminal: nothing is written over.
assert !log.contains('\r') && !log.contains('\u001b[?7l') && !log.contains('assay-progress')
assert log.count('3 checks: all limits hold') == 2 : 'evaluate, in both runs'
assert log.count('of the run of') == 2 : 'check, in both runs'

def record = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/assay/run.json'))
assert record.checks*.method == ['answers', 'codes', 'findsNeighbours']
assert record.checks.every { it.leaves*.status == ['PASSED'] }
assert record.readings.every { it.tokensComputed == 0 } : 'the second run reads nothing again'

assert new File(basedir, 'target/assay/report/index.html').text.contains('PassingSpec')
assert new File(basedir, 'target/assay/report/summary.md').isFile()
def cases = new File(basedir, 'target/assay/xml').listFiles()
    .collectMany { new groovy.xml.XmlSlurper().parse(it).testcase*.@name*.text() }
assert cases.size() == 3 : cases

// doctor
assert log.contains('Natives    pytorch-native-cpu-')
assert log.contains('Last run   ')
// help
assert log.contains('assay:evaluate')
return true
