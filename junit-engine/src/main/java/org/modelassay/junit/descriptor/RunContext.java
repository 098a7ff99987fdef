package org.modelassay.junit.descriptor;

import java.util.List;
import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;

/** What the nodes call when they are executed. */
public interface RunContext extends EngineExecutionContext {
  /**
   * Begins the run. Never throws: an exception here would hide every test; it becomes each leaf's.
   *
   * @param leaves every leaf that filters left
   */
  void begin(List<LeafDescriptor> leaves);

  /**
   * Executes one leaf: returns when it passed.
   *
   * @throws Exception when nothing could be measured; a broken limit is an AssertionError
   */
  void execute(LeafDescriptor leaf) throws Exception;

  /**
   * Ends the run and writes its record.
   *
   * @throws Exception when the record could not be written
   */
  void end() throws Exception;
}
