// What is left of a coded file of which the end is missing.
def damaged = new byte[100]
System.arraycopy([0x89, 0x41, 0x53, 0x59, 1] as byte[], 0, damaged, 0, 5)
new File(basedir, 'damaged.assay').bytes = damaged
return true
