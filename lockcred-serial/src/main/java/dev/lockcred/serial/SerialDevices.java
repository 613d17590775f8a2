// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import com.fazecast.jSerialComm.SerialPort;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.PortUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds serial devices, and says in words why one cannot be had. */
final class SerialDevices {
    private SerialDevices() {}

    /**
     * The device's real name (links followed), once it is known to exist, to be a device and to be open to this user.
     *
     * @param device as a person wrote it: a path, or a bare name such as {@code ttyUSB0} or {@code COM3}
     */
    static String locate(String device) throws PortUnavailableException {
        if (isWindows()) {
            return Arrays.stream(SerialPort.getCommPorts())
                    .map(SerialPort::getSystemPortName)
                    .filter(device::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> new PortUnavailableException(missing(device)));
        }
        Path path = pathOf(device);
        if (!Files.exists(path)) {
            throw new PortUnavailableException(missing(device));
        }
        try {
            var attributes = Files.readAttributes(path, PosixFileAttributes.class);
            if (!attributes.isOther()) {
                throw new PortUnavailableException(device + " is a " + (attributes.isDirectory() ? "folder" : "file")
                        + ", not a serial device; " + whatIsHere());
            }
            if (!Files.isReadable(path) || !Files.isWritable(path)) {
                throw new PortUnavailableException(forbidden(device, attributes));
            }
            return path.toRealPath().toString();
        } catch (IOException e) {
            throw new PortUnavailableException(device + " cannot be examined (" + e.getMessage() + ")", e);
        }
    }

    private static Path pathOf(String device) throws PortUnavailableException {
        try {
            Path path = Path.of(device);
            return path.getNameCount() == 1 && !path.isAbsolute()
                    ? Path.of("/dev").resolve(path)
                    : path;
        } catch (InvalidPathException e) {
            throw new PortUnavailableException("'" + device + "' is no name of a device", e);
        }
    }

    static String missing(String device) {
        return "there is no " + device + "; " + whatIsHere();
    }

    private static String whatIsHere() {
        String here = Arrays.stream(SerialPort.getCommPorts())
                .map(port -> (isWindows() ? port.getSystemPortName() : port.getSystemPortPath()) + " ("
                        + port.getDescriptivePortName() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
        if (here.isEmpty()) {
            return "no serial device is here at all: is the stick plugged in, and handed through to this machine or"
                    + " container?";
        }
        String hint = Files.isDirectory(Path.of("/dev/serial/by-id"))
                ? "; the names below /dev/serial/by-id stay the same when sticks move"
                : "";
        return "serial devices here: " + here + hint;
    }

    static String forbidden(String device, PosixFileAttributes attributes) {
        String owner = attributes.owner().getName();
        String group = attributes.group().getName();
        boolean groupMay = attributes.permissions().contains(PosixFilePermission.GROUP_READ)
                && attributes.permissions().contains(PosixFilePermission.GROUP_WRITE);
        String who = device + ": permission denied; it belongs to user " + owner + ", group " + group + " ("
                + PosixFilePermissions.toString(attributes.permissions()) + ")";
        if (groupMay && !group.equals("root")) {
            return who + ": add the user of this program to the group (sudo usermod -aG " + group
                    + " USER) and log in again";
        }
        return who
                + ": give its group (usually dialout) the right to read and write it with a udev rule, and add the user"
                + " of this program to that group";
    }

    /** @param error the system's number for why a line that exists could not be opened */
    static String refusal(PortSpec.Serial spec, int error) {
        String device = spec.device();
        if (isWindows()) {
            return switch (error) {
                case 5, 32 -> busy(device);
                case 2, 3 -> missing(device);
                case 87 -> refusedSettings(spec);
                default -> unknown(device, error);
            };
        }
        return switch (error) {
            case 11, 16, 35 -> busy(device); // EAGAIN (Linux), EBUSY, EAGAIN (BSD, macOS)
            case 1, 13 -> forbiddenNow(device); // EPERM, EACCES
            case 2 -> missing(device); // ENOENT: gone since we looked
            case 5, 6, 19 -> // EIO, ENXIO, ENODEV
                device + " is there but does not answer (system error " + error + "): pull the stick out and plug it in"
                        + " again";
            case 22 -> refusedSettings(spec); // EINVAL
            case 25 -> device + " is a device, but not a serial one"; // ENOTTY
            default -> unknown(device, error);
        };
    }

    private static String busy(String device) {
        return device + " is in use by another program, and a controller has one master only: stop the other one"
                + " (Z-Wave JS, Home Assistant, Zigbee2MQTT, ModemManager, a terminal)"
                + (isWindows() ? "" : "; 'fuser -v " + device + "' names it");
    }

    private static String forbiddenNow(String device) {
        try {
            return forbidden(device, Files.readAttributes(pathOf(device), PosixFileAttributes.class));
        } catch (IOException | PortUnavailableException e) {
            return device + ": permission denied";
        }
    }

    private static String refusedSettings(PortSpec.Serial spec) {
        return spec.device() + " cannot do " + spec.baud() + " baud with flow control "
                + spec.flow().name().toLowerCase(Locale.ROOT).replace('_', '/');
    }

    private static String unknown(String device, int error) {
        return device + " could not be opened (system error " + error + ")";
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }
}
