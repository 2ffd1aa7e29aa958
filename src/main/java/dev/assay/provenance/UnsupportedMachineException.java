package dev.assay.provenance;

/** Nothing can be proved of an image whose machine has no relocation table. */
public final class UnsupportedMachineException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param eMachine e_machine of the image */
    public UnsupportedMachineException(int eMachine) {
        super("no relocation table for e_machine " + eMachine);
    }
}
