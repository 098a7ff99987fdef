def log = new File(basedir, 'build.log').text
def text = new File(basedir, 'resume.txt').bytes
assert new File(basedir, 'back.txt').bytes == text
def coded = new File(basedir, 'resume.txt.assay').length()
assert log =~ /resume\.txt: ${text.length} bytes -> resume\.txt\.assay: ${coded} bytes; .* zlib -9: .* bits\/byte; .* tokens in /
assert log =~ /resume\.txt\.assay: ${coded} bytes -> back\.txt: ${text.length} bytes; /

assert log =~ /back\.txt: is there already; name another file, or set assay\.overwrite to replace it/
assert log =~ /damaged\.assay: is damaged: its bytes do not have the digest at its end; take an undamaged copy/
assert !new File(basedir, 'damaged.txt').exists()
assert basedir.list().findAll { it.contains('.tmp') || it == 'target' }.isEmpty() : 'nothing is left behind'
return true
